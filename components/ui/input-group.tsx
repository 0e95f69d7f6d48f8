import type { ComponentProps } from "react";
import { cn } from "./cn";

/** One frame around an `Input` and what belongs to it: an icon, a prefix, a button. */
export function InputGroup({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex min-w-0 items-center rounded-md border border-input bg-card shadow-raised transition-[border-color,box-shadow]",
        "has-[[data-slot=input]:focus-visible]:border-ring has-[[data-slot=input]:focus-visible]:ring-[3px] has-[[data-slot=input]:focus-visible]:ring-ring/25",
        "has-[[data-slot=input][aria-invalid]]:border-danger has-[:disabled]:bg-muted",
        "[&_[data-slot=input]]:h-[calc(2.25rem-2px)] [&_[data-slot=input]]:border-0 [&_[data-slot=input]]:bg-transparent [&_[data-slot=input]]:shadow-none [&_[data-slot=input]]:ring-0 sm:[&_[data-slot=input]]:h-[calc(2rem-2px)]",
        className,
      )}
      {...props}
    />
  );
}

export function InputAddon({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      className={cn(
        "flex shrink-0 items-center gap-1 px-2.5 text-muted-foreground text-sm first:pr-0 last:pl-0 has-[button]:px-1 [&_svg:not([class*='size-'])]:size-4",
        className,
      )}
      {...props}
    />
  );
}
