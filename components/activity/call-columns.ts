"use client";

import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";

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

/** Which are left out, in the address. */
export function useHiddenColumns() {
  const parser = parseAsArrayOf(parseAsStringLiteral(columnNames)).withDefault([]);
  const [hidden, setHidden] = useQueryState("hide", parser);
  const toggle = (column: Column) => {
    const rest = hidden.filter((one) => one !== column);
    void setHidden(rest.length < hidden.length ? rest : [...hidden, column]);
  };
  return { isShown: (column: Column) => !hidden.includes(column), toggle };
}
