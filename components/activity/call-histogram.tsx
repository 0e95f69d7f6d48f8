"use client";

import { type PointerEvent, useState } from "react";
import { formatAbsolute } from "@/components/data/format";
import { useTimeZone } from "@/components/data/time-zone";
import type { Outputs } from "@/components/trpc/outputs";
import { outcomeClasses } from "@/server/activity/schema";
import { classLooks } from "./class-looks";
import { HistogramBars } from "./histogram-bars";
import { countWords } from "./histogram-words";

export type Histogram = Outputs["activity"]["histogram"];

type CallHistogramProps = {
  data: Histogram;
  onZoom: (from: Date, to: Date) => void;
  /** What drawing across the bars does. */
  hint?: string | undefined;
};

/** How many calls there were, when, and how they ended. Drawing across it chooses that time. */
export function CallHistogram({ data, onZoom, hint = "Drag to zoom" }: CallHistogramProps) {
  const zone = useTimeZone();
  const { chosen, ...brush } = useBrush(data, onZoom);
  const name = `${countWords(data)} from ${formatAbsolute(data.from, zone)} to ${formatAbsolute(data.to, zone)}`;
  return (
    <figure className="grid gap-2 rounded-xl border bg-card p-3">
      <figcaption className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-xs">
        <span role="status" className="font-medium text-sm tabular-nums">
          {countWords(data)}
        </span>
        {outcomeClasses.map((one) => (
          <span key={one} className="flex items-center gap-1.5 text-muted-foreground">
            <span aria-hidden="true" className={`size-2 rounded-sm ${classLooks[one].mark}`} />
            {classLooks[one].label}
          </span>
        ))}
        {data.estimatedBy ? (
          <span className="text-muted-foreground">
            Estimated from a sample. Narrow the time range for exact counts.
          </span>
        ) : null}
        <span className="ml-auto text-muted-foreground max-sm:hidden">{hint}</span>
      </figcaption>
      <div className="touch-pan-y select-none" {...brush}>
        <HistogramBars data={data} chosen={chosen} label={name} />
      </div>
      <div className="flex justify-between gap-4 text-2xs text-muted-foreground" aria-hidden="true">
        <span suppressHydrationWarning>{formatAbsolute(data.from, zone)}</span>
        <span suppressHydrationWarning>{formatAbsolute(data.to, zone)}</span>
      </div>
    </figure>
  );
}

type Stretch = { from: number; to: number };

/** First and last bar that the pointer was drawn across; a press on one bar chooses that one. */
function useBrush({ buckets, bucketMs }: Histogram, onZoom: CallHistogramProps["onZoom"]) {
  const [drawn, setDrawn] = useState<Stretch | null>(null);
  const barAt = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - left) / width) * buckets.length);
    return Math.max(0, Math.min(buckets.length - 1, place));
  };
  const chosen = drawn && {
    first: Math.min(drawn.from, drawn.to),
    last: Math.max(drawn.from, drawn.to),
  };
  const zoom = () => {
    const [first, last] = [chosen && buckets[chosen.first], chosen && buckets[chosen.last]];
    setDrawn(null);
    if (first && last) onZoom(first.at, new Date(last.at.getTime() + bucketMs));
  };
  return {
    chosen,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrawn({ from: barAt(event), to: barAt(event) });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drawn) setDrawn({ ...drawn, to: barAt(event) });
    },
    onPointerUp: zoom,
    onPointerCancel: () => setDrawn(null),
  };
}
