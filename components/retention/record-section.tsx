import { formatBytes } from "@/components/data/format";
import { Time } from "@/components/data/time";
import { count } from "@/components/projects/count";
import { Section } from "@/components/ui/section";
import { MonthTable } from "./month-table";
import type { Retention } from "./retention-words";

/** What the record holds now. */
export function RecordSection({ retention }: { retention: Retention }) {
  const { months, oldestCall, hold } = retention;
  const bytes = months.reduce((sum, month) => sum + month.bytes + month.payloadBytes, 0);
  return (
    <Section
      title="What there is"
      description={
        months.length === 0 ? null : (
          <>
            {formatBytes(bytes)} in {count(months.length, "month")}, with indexes
            {oldestCall ? (
              <>
                ; the oldest call is of <Time value={oldestCall} absolute />
              </>
            ) : null}
            . Months begin and end in UTC.
          </>
        )
      }
    >
      {months.length === 0 ? (
        <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted-foreground text-sm">
          No calls yet. As soon as an AI client calls a tool, its month stands here with its size.
        </p>
      ) : (
        <MonthTable months={months} isHeld={hold !== null} />
      )}
    </Section>
  );
}
