import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Inside a `TableRowHeader`: its target is the whole row, its name is the text, other controls stay on top. */
export function RowLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={cn(
        "font-medium text-foreground after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2",
        className,
      )}
      {...props}
    />
  );
}
