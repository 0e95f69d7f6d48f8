"use client";

import {
  type ClipboardEvent,
  Fragment,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { cn } from "@/components/ui/cn";
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

/** Where the pointer rests on it for a moment. */
const restMs = 250;

/** A list has hundreds of times, and the pointer is on one: only that one gets a tooltip, and stays what it was. */
function Hoverable({ at, className, children }: HoverableProps) {
  const zone = useTimeZone();
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  const enter = (event: PointerEvent) => {
    // A finger has no place to rest.
    if (event.pointerType !== "touch") timer.current = setTimeout(() => setOpen(true), restMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <time
      dateTime={at.toISOString()}
      className={cn("relative", className)}
      onCopy={(event) => copyExact(event, at)}
      onPointerEnter={enter}
      onPointerLeave={leave}
      onPointerDown={leave}
    >
      {children}
      {open ? (
        <Tooltip open onOpenChange={setOpen} content={<Exact at={at} zone={zone} />}>
          <span className="pointer-events-none absolute inset-0" />
        </Tooltip>
      ) : null}
    </time>
  );
}

function Exact({ at, zone }: { at: Date; zone: string | undefined }) {
  const own = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <span className="grid grid-cols-[auto_auto] gap-x-3 tabular-nums">
      {[...new Set([own, "UTC"])].map((name) => (
        <Fragment key={name}>
          <span>{name}</span>
          <span>{formatAbsolute(at, name)}</span>
        </Fragment>
      ))}
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
