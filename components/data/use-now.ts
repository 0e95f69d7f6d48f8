"use client";

import { useSyncExternalStore } from "react";

const tick = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, moving every 15 s; one timer for the whole page. Undefined on the server and while hydrating. */
export function useNow(): Date | undefined {
  const value = useSyncExternalStore(
    subscribe,
    () => now,
    () => undefined,
  );
  return value === undefined ? undefined : new Date(value);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(advance, tick);
  advance();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function advance() {
  // Mounting a hundred rows at once is one moment, not a hundred.
  if (Date.now() - now < 1000) return;
  now = Date.now();
  for (const listener of listeners) listener();
}
