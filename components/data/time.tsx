"use client";

import type { ClipboardEvent } from "react";
import { Tooltip } from "@/components/ui/tooltip";
import { formatAbsolute, formatDate, formatRelative } from "./format";
import { useTimeZone } from "./time-zone";
import { useNow } from "./use-now";

type TimeProps = {
  value: Date | string | number;
  /** Show the exact time instead of the distance: logs. */
  absolute?: boolean | undefined;
  className?: string | undefined;
};

/** Relative for the eye; exact on hover and in the clipboard. Until hydrated the date in UTC, the same on both sides. */
export function Time({ value, absolute, className }: TimeProps) {
  const now = useNow();
  const zone = useTimeZone();
  const at = new Date(value);
  if (!now) {
    return (
      <time dateTime={at.toISOString()} className={className}>
        {absolute ? formatAbsolute(at, "UTC") : formatDate(at, "UTC")}
      </time>
    );
  }
  return (
    <Tooltip content={<Exact at={at} zone={zone} />}>
      <time
        dateTime={at.toISOString()}
        className={className}
        onCopy={(event) => copyExact(event, at)}
      >
        {absolute ? formatAbsolute(at, zone) : formatRelative(at, now, zone)}
      </time>
    </Tooltip>
  );
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
