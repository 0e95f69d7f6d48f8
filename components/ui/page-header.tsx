import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

type Crumb = { label: string; href: string };

type PageHeaderProps = {
  title: ReactNode;
  breadcrumb?: readonly Crumb[] | undefined;
  description?: ReactNode;
  /** Beside the title: a `StatusBadge pill`. */
  status?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, breadcrumb, description, status, actions }: PageHeaderProps) {
  return (
    <header className="grid gap-1">
      {breadcrumb ? <Breadcrumb items={breadcrumb} /> : null}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 truncate font-semibold text-xl tracking-tight">{title}</h1>
            {status}
          </div>
          {description ? (
            <p className="max-w-prose text-pretty text-muted-foreground text-sm">{description}</p>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}

function Breadcrumb({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1 text-muted-foreground text-xs">
        {items.map((item) => (
          <li key={item.href} className="flex items-center gap-1">
            <Link href={item.href} className="rounded-sm hover:text-foreground">
              {item.label}
            </Link>
            <ChevronRight aria-hidden="true" className="size-3 in-[li:last-child]:hidden" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
