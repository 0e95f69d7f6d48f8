import { formatDuration } from "@/components/data/format";
import { Section } from "@/components/ui/section";
import { outcomeClasses } from "@/server/activity/schema";
import { classLooks } from "./class-looks";
import { DayBars } from "./day-bars";
import type { Overview } from "./overview-view";

type Day = NonNullable<Overview["day"]>;

export function OverviewDay({ day }: { day: Day }) {
  const total = outcomeClasses.reduce((sum, one) => sum + day.totals[one], 0);
  return (
    <Section title="Last 24 hours">
      <div className="grid gap-5 rounded-xl border bg-card p-4">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
          <Figure name="Calls" value={total.toLocaleString("en")} />
          <Figure name="Median" value={durationOf(day.p50)} />
          <Figure name="95th percentile" value={durationOf(day.p95)} />
          <Figure name="People" value={day.people.toLocaleString("en")} />
          <Figure name="Clients" value={day.clients.toLocaleString("en")} />
        </dl>
        <DayBars hours={day.hours} />
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {outcomeClasses.map((one) => (
            <li key={one} className="flex items-center gap-1.5">
              <span aria-hidden="true" className={`size-2.5 rounded-sm ${classLooks[one].mark}`} />
              <span className="text-muted-foreground">{classLooks[one].label}</span>
              <span className="tabular-nums">{day.totals[one].toLocaleString("en")}</span>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-muted-foreground text-xs">{name}</dt>
      <dd className="font-semibold text-xl tabular-nums tracking-tight">{value}</dd>
    </div>
  );
}

function durationOf(ms: number | null): string {
  return ms === null ? "–" : formatDuration(ms);
}
