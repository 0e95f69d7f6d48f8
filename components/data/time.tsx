"use client";

import { type ClipboardEvent, type ReactNode, useState } from "react";
import { Tooltip } from "@/components/ui/tooltip";
import { formatAbsolute, formatDate, formatRelative } from "./format";
import { useTimeZone } from "./time-zone";
import { useHydrated } from "./use-hydrated";
import { useNow } from "./use-now";

type TimeProps = {
  value: Date | string | number;
  /** Show the exact time instead of the distance: logs. */
  absolute?: boolean | undefined;
  className?: string | undefined;
};

/** Relative for the eye; exact on hover and in the clipboard. Until hydrated the date in UTC, the same on both sides. */
export function Time({ value, absolute, className }: TimeProps) {
  const Words = absolute ? Absolute : Relative;
  const at = new Date(value);
  return (
    <Hoverable at={at} className={className}>
      <Words at={at} />
    </Hoverable>
  );
}

function Absolute({ at }: { at: Date }) {
  const zone = useTimeZone();
  return formatAbsolute(at, useHydrated() ? zone : "UTC");
}

function Relative({ at }: { at: Date }) {
  const zone = useTimeZone();
  const now = useNow();
  return now ? formatRelative(at, now, zone) : formatDate(at, "UTC");
}

type HoverableProps = { at: Date; className: string | undefined; children: ReactNode };

/** A list has hundreds of times, and the pointer is on one: only that one gets a tooltip. */
function Hoverable({ at, className, children }: HoverableProps) {
  const zone = useTimeZone();
  const [reached, setReached] = useState(false);
  const time = (
    <time
      dateTime={at.toISOString()}
      className={className}
      onCopy={(event) => copyExact(event, at)}
      onPointerEnter={() => setReached(true)}
    >
      {children}
    </time>
  );
  return reached ? <Tooltip content={<Exact at={at} zone={zone} />}>{time}</Tooltip> : time;
}

function Exact({ at, zone }: { at: Date; zone: string | undefined }) {
  return (
    <span className="grid grid-cols-[auto_auto] gap-x-3 tabular-nums">
      <span>{zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}</span>
      <span>{formatAbsolute(at, zone)}</span>
      <span>UTC</span>
      <span>{formatAbsolute(at, "UTC")}</span>
    </span>
  );
}

// Only when nothing but the time is selected: a larger selection is the person's own business.
function copyExact(event: ClipboardEvent<HTMLTimeElement>, at: Date) {
  const selected = getSelection()?.toString().trim() ?? "";
  if (!event.currentTarget.textContent?.includes(selected)) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", at.toISOString());
}
