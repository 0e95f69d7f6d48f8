import Link from "next/link";
import type { ReactNode } from "react";
import { formatDuration } from "@/components/data/format";
import { outcomeClasses } from "@/server/activity/schema";
import { classLooks } from "./class-looks";
import { figureWords, shareWords } from "./histogram-words";
import { outcomesOf, type UsageLinks } from "./usage-links";
import type { Usage } from "./usage-panel";

type UsageFiguresProps = { usage: Usage; total: number; links: UsageLinks };

export function UsageFigures({ usage, total, links }: UsageFiguresProps) {
  const { totals, p50, p95, people, clients, estimatedBy } = usage;
  const count = (of: number) => figureWords({ total: of, estimatedBy });
  // Who came rarely may not be in a sample.
  const least = (of: number) =>
    `${estimatedBy === null ? "" : "At least "}${of.toLocaleString("en")}`;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-border sm:grid-cols-3 lg:grid-cols-6">
      <Figure name="Calls" value={count(total)} href={links.to()}>
        {outcomeClasses
          .filter((one) => one !== "ok" && totals[one] > 0)
          .map((one) => (
            <Link
              key={one}
              href={links.to({ outcome: outcomesOf[one] })}
              className="flex w-fit items-center gap-1.5 hover:underline"
            >
              <span aria-hidden="true" className={`size-2 rounded-sm ${classLooks[one].mark}`} />
              {classLooks[one].label} {count(totals[one])}
            </Link>
          ))}
      </Figure>
      <Figure
        name="Not OK"
        value={shareWords(total - totals.ok, total)}
        href={links.to({ only: "errors" })}
      >
        Tool errors, denied and failed
      </Figure>
      <Pace name="Median" ms={p50} links={links} />
      <Pace name="95th percentile" ms={p95} links={links} />
      <Figure name="People" value={least(people)} />
      <Figure name="Clients" value={least(clients)} />
    </dl>
  );
}

/** Half of the calls, or one in twenty, took as long or longer. */
function Pace({ name, ms, links }: { name: string; ms: number | null; links: UsageLinks }) {
  if (ms === null) return <Figure name={name} value="–" />;
  return (
    <Figure
      name={name}
      value={formatDuration(ms)}
      href={links.to({ min: String(Math.floor(ms)) })}
    />
  );
}

type FigureProps = { name: string; value: string; href?: string; children?: ReactNode };

function Figure({ name, value, href, children }: FigureProps) {
  return (
    <div className="grid content-start gap-0.5 bg-card px-4 py-3">
      <dt className="text-muted-foreground text-xs">{name}</dt>
      <dd className="font-semibold text-xl tabular-nums tracking-tight">
        {href ? (
          <Link href={href} className="underline-offset-4 hover:underline">
            {value}
            <span className="sr-only">, see these calls</span>
          </Link>
        ) : (
          value
        )}
      </dd>
      {children ? <dd className="grid gap-0.5 text-muted-foreground text-xs">{children}</dd> : null}
    </div>
  );
}
