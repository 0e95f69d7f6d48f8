"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { tabStyle } from "./tabs";

export type TabLink = { href: string; label: ReactNode; count?: number | undefined };

type TabLinksProps = { label: string; items: readonly TabLink[]; className?: string | undefined };

/** Tabs whose state is the URL: by path (`/servers/x/tools`) or by query (`?tab=tools`). The first item is the default. */
export function TabLinks({ label, items, className }: TabLinksProps) {
  const current = useCurrent(items);
  return (
    <nav aria-label={label} className={cn("flex gap-4 overflow-x-auto border-b", className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item === current ? "page" : undefined}
          className={cn(
            tabStyle,
            "aria-[current]:border-foreground aria-[current]:font-medium aria-[current]:text-foreground",
          )}
        >
          {item.label}
          {item.count === undefined ? null : (
            <span className="rounded-sm bg-muted px-1 font-normal text-2xs text-muted-foreground tabular-nums">
              {item.count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

function useCurrent(items: readonly TabLink[]): TabLink | undefined {
  const path = usePathname();
  const query = useSearchParams();
  const matches = items.filter(({ href }) => {
    const [itemPath = "", itemQuery = ""] = href.split("?");
    const wanted = [...new URLSearchParams(itemQuery)];
    return (
      (itemPath === "" || itemPath === path) &&
      wanted.every(([key, value]) => query.get(key) === value)
    );
  });
  // The most specific wins: a bare path also matches while another tab's query is set.
  return matches.toSorted((a, b) => b.href.length - a.href.length)[0] ?? items[0];
}
