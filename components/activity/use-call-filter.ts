"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { CallFilter } from "@/server/activity/schema";
import {
  type CallValues,
  callParsers,
  isFiltered,
  toCallFilter,
  toCallValues,
} from "./call-filter-params";

/** Which calls are shown, kept in the address. */
export function useCallFilter() {
  const [values, setValues] = useQueryStates(callParsers);
  const filter = useMemo(() => toCallFilter(values), [values]);
  const set = (change: Partial<CallValues>) => void setValues(change, { history: "push" });
  return {
    values,
    /** What the server is asked. */
    filter,
    isFiltered: isFiltered(values),
    set,
    /** Adds what was typed to what is set. */
    add: ({ outcome, only, ...change }: Partial<CallValues>) =>
      set({
        ...change,
        ...(outcome ? { outcome: united(values.outcome, outcome) } : {}),
        ...(only ? { only: united(values.only, only) } : {}),
      }),
    /** From the first moment to the one after the last. */
    zoom: (from: Date, to: Date) =>
      set({ within: null, from: from.toISOString(), to: to.toISOString() }),
    /** Exactly this filter, whatever was set. */
    show: (filter: CallFilter) => set(toCallValues(filter)),
    /** Everything but the time. */
    clear: () => set({ ...nothing, within: values.within, from: values.from, to: values.to }),
  };
}

// The parsers' names are all there is, and null is what any of them may be.
const nothing = Object.fromEntries(Object.keys(callParsers).map((key) => [key, null])) as {
  [K in keyof CallValues]: null;
};

export type CallFilterState = ReturnType<typeof useCallFilter>;

function united<T>(before: readonly T[] | null, more: readonly T[]): T[] {
  return [...new Set([...(before ?? []), ...more])];
}
