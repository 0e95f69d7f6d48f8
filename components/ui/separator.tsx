import { cn } from "./cn";

type SeparatorProps = { vertical?: boolean | undefined; className?: string | undefined };

export function Separator({ vertical, className }: SeparatorProps) {
  return (
    <div
      aria-hidden="true"
      className={cn("shrink-0 bg-border", vertical ? "h-full w-px" : "h-px w-full", className)}
    />
  );
}
