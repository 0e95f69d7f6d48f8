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

  add(type: PiiType, path: string): void {
    const place = path.length > longestPath ? `${path.slice(0, longestPath)}…` : path;
    const known = this.byPlace.get(`${type} ${place}`);
    if (known) known.count++;
    else if (this.byPlace.size < mostPlaces || place === elsewhere)
      this.byPlace.set(`${type} ${place}`, { type, path: place, count: 1 });
    else this.add(type, elsewhere);
  }

  list(): Finding[] {
    return [...this.byPlace.values()];
  }
}

const plainName = /^[A-Za-z_$][\w$]*$/;

/** The path of a member. */
export function memberPath(parent: string, key: string): string {
  if (!plainName.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
