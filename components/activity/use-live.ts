"use client";

import { parseAsBoolean, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";

/** Whether new calls come by themselves: not while somebody has scrolled away from the top, or looks at what does not move. */
export function useLive(isStill: boolean) {
  const [on, setOn] = useQueryState("live", parseAsBoolean.withDefault(true));
  const top = useRef<HTMLDivElement>(null);
  const [isTop, setTop] = useState(true);
  useEffect(() => {
    if (!top.current) return;
    const observer = new IntersectionObserver(([entry]) => setTop(entry?.isIntersecting ?? true));
    observer.observe(top.current);
    return () => observer.disconnect();
  }, []);
  const active = on && isTop && !isStill;
  return {
    on,
    toggle: (next: boolean) => void setOn(next),
    active,
    label: on && !active ? "Live (paused)" : "Live",
    /** What stands above the rows: once it is out of sight, somebody reads further down. */
    top,
  };
}

export type LiveState = ReturnType<typeof useLive>;
