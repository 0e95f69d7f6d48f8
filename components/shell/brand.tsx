import { cn } from "@/components/ui/cn";

/** Two towers and the gate between them. */
export function BrandMark({ className }: { className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
      className={cn("size-5 shrink-0", className)}
    >
      <path d="M3 20.5V5h2v2h1.5V5h2v15.5M15.5 20.5V5h2v2H19V5h2v15.5" />
      <path d="M8.5 10.5h7M1.75 20.5h6.75M15.5 20.5h6.75" />
      <path d="M8.5 20.5V17a3.5 3.5 0 0 1 7 0v3.5" />
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
