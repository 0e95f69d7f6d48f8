import { memo } from "react";
import { formatAbsolute } from "@/components/data/format";
import { useTimeZone } from "@/components/data/time-zone";
import { outcomeClasses } from "@/server/activity/schema";
import type { Histogram } from "./call-histogram";
import { classLooks } from "./class-looks";

const height = 72;
const step = 12;
const gap = 2;

type HistogramBarsProps = {
  data: Histogram;
  chosen: { first: number; last: number } | null;
  label: string;
};

/** A bar for each stretch of time, stacked by outcome. Remembered: it stands above rows that change more often. */
export const HistogramBars = memo(function HistogramBars({
  data: { buckets },
  chosen,
  label,
}: HistogramBarsProps) {
  const zone = useTimeZone();
  const totals = buckets.map((bucket) => outcomeClasses.reduce((sum, one) => sum + bucket[one], 0));
  const scale = height / Math.max(1, ...totals);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${buckets.length * step} ${height}`}
      preserveAspectRatio="none"
      className="h-18 w-full cursor-crosshair"
    >
      {chosen ? (
        <rect
          x={chosen.first * step}
          width={(chosen.last - chosen.first + 1) * step}
          height={height}
          className="fill-primary-subtle"
        />
      ) : null}
      {buckets.map((bucket, index) => (
        <g key={bucket.at.getTime()} transform={`translate(${index * step} 0)`}>
          <title>{`${formatAbsolute(bucket.at, zone)}: ${(totals[index] ?? 0).toLocaleString("en")}`}</title>
          <rect width={step} height={height} fill="transparent" />
          <rect y={height - 1} width={step - gap} height={1} className="fill-border" />
          {stackOf(bucket, scale).map(({ one, y, tall }) => (
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
  );
});

function stackOf(bucket: Histogram["buckets"][number], scale: number) {
  let y = height;
  return outcomeClasses.flatMap((one) => {
    // A single call among thousands is still seen.
    const tall = bucket[one] === 0 ? 0 : Math.max(1, bucket[one] * scale);
    y -= tall;
    return tall > 0 ? [{ one, y: Math.max(0, y), tall }] : [];
  });
}
