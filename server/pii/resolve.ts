// In: what each detector found. Out: the entities that stand, in order and apart from each other (policy 1.7). Promises
// n log n in their number.
import type { Span } from "./entities";

/** Found by detectors that each went from left to right; earlier lists win over later ones. */
export type Found = readonly Span[][];

/** Drops every span that meets one of a list before its own, or one to its left in its own. */
export function resolve(found: Found): Span[] {
  const alone = onlyOne(found);
  if (alone) return [alone];
  let standing: Span[] = [];
  for (const list of found) if (list.length > 0) standing = merge(standing, list);
  return standing;
}

/** Most short texts hold one entity, if any. */
function onlyOne(found: Found): Span | null {
  let alone: Span | null = null;
  for (const list of found) {
    if (list.length === 0) continue;
    if (alone || list.length > 1) return null;
    alone = list[0] ?? null;
  }
  return alone;
}

/** Both in order; of `strong` all stay, of `weak` those that meet nothing before them. */
function merge(strong: Span[], weak: Span[]): Span[] {
  if (strong.length === 0 && areApart(weak)) return weak.slice();
  const merged: Span[] = [];
  let next = 0;
  let weakEnd = 0;
  for (const span of weak) {
    while (next < strong.length && endOf(strong, next) <= span.start) push(merged, strong[next++]);
    if (span.start < weakEnd) continue;
    const end = fitting(span, startOf(strong, next));
    if (end < 0) continue;
    merged.push(end === span.end ? span : { type: span.type, start: span.start, end });
    weakEnd = end;
  }
  while (next < strong.length) push(merged, strong[next++]);
  return merged;
}

function areApart(list: Span[]): boolean {
  let end = 0;
  for (const span of list) {
    if (span.start < end) return false;
    end = span.end;
  }
  return true;
}

/** Where a span ends that must end before `limit`, or -1. */
function fitting({ end, shortEnd }: Span, limit: number): number {
  if (end <= limit) return end;
  return shortEnd !== undefined && shortEnd <= limit ? shortEnd : -1;
}

function push(list: Span[], span: Span | undefined): void {
  if (span) list.push(span);
}

function startOf(list: Span[], index: number): number {
  return list[index]?.start ?? Number.POSITIVE_INFINITY;
}

function endOf(list: Span[], index: number): number {
  return list[index]?.end ?? Number.POSITIVE_INFINITY;
}
