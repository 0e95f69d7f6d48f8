import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

type SpinnerProps = { label?: string | undefined; className?: string | undefined };

/** Give it a `label` when it stands alone; inside a button the button's own text speaks. */
export function Spinner({ label, className }: SpinnerProps) {
  const icon = (
    <LoaderCircle aria-hidden="true" className={cn("size-4 shrink-0 animate-spin", className)} />
  );
  if (!label) return icon;
  return (
    <span role="status" className="inline-flex items-center gap-2 text-muted-foreground text-sm">
      {icon}
      {label}
    </span>
  );
}
