import { type OutcomeClass, outcomeClasses } from "@/server/activity/schema";
import { classLooks } from "./class-looks";

type DayBarsProps = { hours: Record<OutcomeClass, number[]> };

const width = 720;
const height = 96;
const gap = 4;

/** One bar an hour, stacked by outcome; the numbers stand beside it in words. */
export function DayBars({ hours }: DayBarsProps) {
  const count = hours.ok.length;
  const totals = hours.ok.map((_, hour) =>
    outcomeClasses.reduce((sum, one) => sum + at(one, hour), 0),
  );
  const top = Math.max(1, ...totals);
  const step = width / count;
  function at(one: OutcomeClass, hour: number): number {
    return hours[one][hour] ?? 0;
  }
  return (
    <figure className="grid gap-1">
      <svg
        role="img"
        aria-label={`Calls of the last ${count} hours by outcome`}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-24 w-full"
      >
        {totals.map((total, hour) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
          <g key={hour} transform={`translate(${hour * step} 0)`}>
            <title>{`${hoursAgo(count - hour)}: ${total}`}</title>
            <rect y={height - 1} width={step - gap} height={1} className="fill-border" />
            {stack(hour, at, height / top).map(({ one, y, tall }) => (
              <rect
                key={one}
                y={y}
                width={step - gap}
                height={tall}
                className={classLooks[one].fill}
              />
            ))}
          </g>
        ))}
      </svg>
      <figcaption className="flex justify-between text-2xs text-muted-foreground">
        <span>24 hours ago</span>
        <span>Now</span>
      </figcaption>
    </figure>
  );
}

function stack(
  hour: number,
  at: (one: OutcomeClass, hour: number) => number,
  scale: number,
): { one: OutcomeClass; y: number; tall: number }[] {
  let y = height;
  return outcomeClasses.flatMap((one) => {
    const tall = at(one, hour) * scale;
    y -= tall;
    return tall > 0 ? [{ one, y, tall }] : [];
  });
}

function hoursAgo(hours: number): string {
  return hours === 1 ? "The last hour" : `${hours} to ${hours - 1} hours ago`;
}
