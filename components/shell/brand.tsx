import { cn } from "@/components/ui/cn";

/** Two towers and the gate between them. */
function BrandMark({ className }: { className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="currentColor"
      aria-hidden="true"
      className={cn("size-5 shrink-0", className)}
    >
      <path d="M3 20.25V4.5a.75.75 0 0 1 .75-.75h1a.75.75 0 0 1 .75.75V6h2V4.5a.75.75 0 0 1 .75-.75h1a.75.75 0 0 1 .75.75v5.25h4V4.5a.75.75 0 0 1 .75-.75h1a.75.75 0 0 1 .75.75V6h2V4.5a.75.75 0 0 1 .75-.75h1a.75.75 0 0 1 .75.75v15.75a.75.75 0 0 1-.75.75h-4a.75.75 0 0 1-.75-.75V16a3 3 0 0 0-6 0v4.25a.75.75 0 0 1-.75.75h-4a.75.75 0 0 1-.75-.75Z" />
    </svg>
  );
}

type BrandProps = { size?: "md" | "lg" | undefined; className?: string | undefined };

export function Brand({ size = "md", className }: BrandProps) {
  const large = size === "lg";
  return (
    <span
      className={cn(
        "inline-flex items-center gap-2 font-semibold tracking-tight",
        large ? "text-xl" : "text-base",
        className,
      )}
    >
      <BrandMark className={large ? "size-7 text-link" : "text-link"} />
      Gatehouse
    </span>
  );
}
