"use client";

import { useQueryStates } from "nuqs";
import { useEffect, useState } from "react";
import { filterParsers, toFilter } from "./filter-params";

/** The filter of the log, kept in the address. */
export function useAuditFilter() {
  const [values, setValues] = useQueryStates(filterParsers);
  const filter = toFilter({ ...values, q: useSettled(values.q ?? "") });
  return {
    values,
    set: (change: Partial<typeof values>) => void setValues(change),
    /** What the server is asked. */
    filter,
    active: Object.keys(filter).length > 0,
    clear: () => void setValues(null),
  };
}

export type AuditFilterState = ReturnType<typeof useAuditFilter>;

/** A typed text once the person has paused. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
