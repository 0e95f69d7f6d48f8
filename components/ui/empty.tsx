import { ArrowUpRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type EmptyProps = {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** `h1` where it is all there is on the page. */
  heading?: "h1" | "h2" | undefined;
  docs?: { href: string; label: string } | undefined;
  className?: string | undefined;
};

/** What this place is for, the one thing to do next, and where to read about it. */
export function Empty({
  icon: Icon,
  heading: Heading = "h2",
  title,
  children,
  action,
  docs,
  className,
}: EmptyProps) {
  return (
    <div
      className={cn(
        "flex flex-col items-center gap-1 rounded-xl border border-dashed px-6 py-14 text-center",
        className,
      )}
    >
      <span className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-card text-muted-foreground shadow-raised">
        <Icon aria-hidden="true" className="size-5" strokeWidth={1.75} />
      </span>
      <Heading className="font-medium text-base">{title}</Heading>
      {children ? (
        <div className="max-w-md text-balance text-muted-foreground text-sm">{children}</div>
      ) : null}
      {action || docs ? (
        <div className="mt-4 flex flex-wrap items-center justify-center gap-x-4 gap-y-2">
          {action}
          {docs ? <DocsLink {...docs} /> : null}
        </div>
      ) : null}
    </div>
  );
}

function DocsLink({ href, label }: { href: string; label: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-muted-foreground text-sm hover:text-foreground"
    >
      {label}
      <ArrowUpRight aria-hidden="true" className="size-3.5" />
    </a>
  );
}
