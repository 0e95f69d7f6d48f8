"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isActive, type NavItem } from "./navigation";

type NavListProps = { label: string; items: readonly NavItem[]; heading?: string | undefined };

export function NavList({ label, items, heading }: NavListProps) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="grid gap-px">
      {heading ? <p className="px-2 pb-1 text-2xs text-muted-foreground">{heading}</p> : null}
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={isActive(item, path) ? "page" : undefined}
          className="flex h-9 items-center gap-2.5 rounded-md px-2 text-muted-foreground text-sm transition-colors hover:bg-accent hover:text-foreground aria-[current]:bg-accent aria-[current]:font-medium aria-[current]:text-foreground md:h-8"
        >
          <item.icon aria-hidden="true" className="size-4 shrink-0" />
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
