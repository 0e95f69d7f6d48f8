"use client";

import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { JsonLine } from "./json-line";
import { chunk, type Found, type JsonRow, toRows } from "./json-rows";
import type { JsonNode } from "./json-tree";

type JsonLinesProps = { root: JsonNode; label: string; found: Found | undefined };

/** One tab stop; arrows walk, open and close, as in any tree (WAI-ARIA tree pattern). */
export function JsonLines({ root, label, found }: JsonLinesProps) {
  const { rows, toggle, showMore } = useJsonRows(root, found);
  const [active, setActive] = useState("");
  const tree = useRef<HTMLDivElement>(null);
  const current = rows.some((row) => row.path === active) ? active : "";
  const focus = (row: JsonRow | undefined) => {
    if (!row) return;
    setActive(row.path);
    const lines = tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [];
    lines[rows.indexOf(row)]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.role !== "treeitem") return;
    const index = rows.findIndex((row) => row.path === current);
    if (!walk(event.key, rows, index, focus, toggle)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="max-h-[28rem] overflow-auto py-1.5"
    >
      {rows.map((row) => (
        <JsonLine
          key={`${row.path}#${row.position}`}
          row={row}
          active={row.path === current}
          hit={found?.hits.has(row.path) ?? false}
          onFocus={() => setActive(row.path)}
          onToggle={() => toggle(row)}
          onShowMore={() => showMore(row)}
        />
      ))}
    </div>
  );
}

function useJsonRows(root: JsonNode, found: Found | undefined) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const rows = useMemo(
    () => toRows(root, { toggled, limits, found }),
    [root, toggled, limits, found],
  );
  const toggle = (row: JsonRow) => {
    if (row.open !== undefined) setToggled(new Map(toggled).set(row.path, !row.open));
  };
  const showMore = (row: JsonRow) => {
    setLimits(new Map(limits).set(row.path, (limits.get(row.path) ?? chunk) + 2 * chunk));
  };
  return { rows, toggle, showMore };
}

/** True when the key meant something here. */
function walk(
  key: string,
  rows: readonly JsonRow[],
  index: number,
  focus: (row: JsonRow | undefined) => void,
  toggle: (row: JsonRow) => void,
): boolean {
  const row = rows[index];
  if (!row) return false;
  const parent = rows.findLast((other, at) => at < index && other.depth < row.depth);
  const moves: Record<string, () => void> = {
    ArrowDown: () => focus(rows[index + 1]),
    ArrowUp: () => focus(rows[index - 1]),
    Home: () => focus(rows[0]),
    End: () => focus(rows.at(-1)),
    Enter: () => toggle(row),
    " ": () => toggle(row),
    ArrowRight: () =>
      row.open === false ? toggle(row) : focus(row.open ? rows[index + 1] : undefined),
    ArrowLeft: () => (row.open ? toggle(row) : focus(parent)),
  };
  const move = moves[key];
  move?.();
  return move !== undefined;
}
