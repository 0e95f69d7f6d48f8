import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A grey place-holder of the final shape; invisible for its first 150 ms. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div aria-hidden="true" className="animate-late">
      <div className={cn("h-4 animate-breathe rounded-sm bg-accent", className)} {...props} />
    </div>
  );
}

/** The loading state of a list: `rows` lines of 44 px, announced once. */
export function SkeletonRows({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="divide-y border-y">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={row} className="flex h-11 items-center gap-6 overflow-hidden px-3">
          <Skeleton className="w-40" />
          <Skeleton className="w-24" />
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  );
}
