// What was redacted and where, for the record of a call: types, paths and counts, never a value.
import type { PiiType } from "./entities";

/** `path` is as in JavaScript, `content[0].text`, and holds redacted keys where keys were redacted. */
export type Finding = { type: PiiType; path: string; count: number };

/** More places than anyone reads are counted together under this path. */
const elsewhere = "…";
const mostPlaces = 200;
const longestPath = 300;

export class Findings {
  private readonly byPlace = new Map<string, Finding>();
  private readonly uncounted = new Map<PiiType, Finding>();

  /** Whether a new place would be counted as one of the others. */
  get isFull(): boolean {
    return this.byPlace.size >= mostPlaces;
  }

  add(type: PiiType, path: string): void {
    if (this.isFull) count(this.uncounted, type, { type, path: elsewhere, count: 0 });
    else {
      const place = path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
      count(this.byPlace, `${type} ${place}`, { type, path: place, count: 0 });
    }
  }

  list(): Finding[] {
    return [...this.byPlace.values(), ...this.uncounted.values()];
  }
}

function count<K>(findings: Map<K, Finding>, key: K, fresh: Finding): void {
  const finding = findings.get(key) ?? fresh;
  if (finding === fresh) findings.set(key, fresh);
  finding.count++;
}

const plainName = /^[A-Za-z_$][\w$]*$/;

/** The path of a member. */
export function memberPath(parent: string, key: string): string {
  if (!plainName.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
