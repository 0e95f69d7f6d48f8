import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A list of things that are not a table: accounts, clients, steps. */
export function ItemGroup({ className, ...props }: ComponentProps<"ul">) {
  return <ul className={cn("divide-y", className)} {...props} />;
}

type ItemProps = {
  title: ReactNode;
  media?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  className?: string | undefined;
};

export function Item({ title, media, description, actions, className }: ItemProps) {
  return (
    <li className={cn("flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 py-2.5", className)}>
      {media ? (
        <span className="inline-flex shrink-0 text-muted-foreground [&_svg:not([class*='size-'])]:size-4">
          {media}
        </span>
      ) : null}
      <div className="grid min-w-0 flex-1 basis-40 gap-0.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 font-medium text-sm">
          {title}
        </div>
        {description ? (
          <div className="min-w-0 text-pretty text-muted-foreground text-xs">{description}</div>
        ) : null}
      </div>
      {actions ? (
        <div className="flex max-w-full shrink-0 items-center gap-2">{actions}</div>
      ) : null}
    </li>
  );
}
