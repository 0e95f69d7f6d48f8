"use client";

import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback } from "react";

/** Columns that can be left out; time, outcome and tool always stand. */
export const columns = {
  person: "Person",
  client: "Client",
  endpoint: "Endpoint",
  duration: "Duration",
  redacted: "Redacted",
} as const;
export type Column = keyof typeof columns;
export const columnNames = Object.keys(columns) as Column[];

const parser = parseAsArrayOf(parseAsStringLiteral(columnNames)).withDefault([]);

/** Which are left out, in the address. */
export function useHiddenColumns() {
  const [hidden, setHidden] = useQueryState("hide", parser);
  const toggle = (column: Column) => {
    const rest = hidden.filter((one) => one !== column);
    void setHidden(rest.length < hidden.length ? rest : [...hidden, column]);
  };
  const isShown = useCallback((column: Column) => !hidden.includes(column), [hidden]);
  return { isShown, toggle };
}
