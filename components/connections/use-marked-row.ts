"use client";

import { useEffect, useRef } from "react";

/** Brings the row into view and puts the keyboard on its first button, once. */
export function useMarkedRow(marked: boolean) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (!marked || !row.current) return;
    row.current.scrollIntoView({ block: "center" });
    row.current.querySelector<HTMLElement>("[data-first-action]")?.focus({ preventScroll: true });
  }, [marked]);
  return row;
}
