// What clients call a tool. At most 64 characters of [A-Za-z0-9_-], which every client takes; the tool's own name
// while it is unique in the endpoint, with the server's prefix when it is not. A published name stays as it is.
import { createHash } from "node:crypto";

const longestName = 64;

/** A tool of a connected server, as that server calls it. */
export type OfferedTool = { id: string; name: string; serverSlug: string };

/** A name some tool of the endpoint has, or once had. */
export type PublishedName = { toolId: string; exposedName: string };

/** Why a tool is not called by its own name: another one is also called so, clients could not spell it, or its length. */
export type Renaming = "taken" | "characters" | "length";

/**
 * A name for every offered tool, all different, whatever is on or off: so that the name shown beside a switch is the
 * one clients will see, in whatever order the switches are turned.
 */
export function nameTools(
  offered: readonly OfferedTool[],
  published: readonly PublishedName[],
): Map<string, string> {
  const kept = new Map(published.map((row) => [row.toolId, row.exposedName]));
  const taken = new Set(published.map((row) => fold(row.exposedName)));
  const wanted = countWanted(offered);
  const names = new Map<string, string>();
  for (const tool of [...offered].sort(byServerAndName)) {
    const name = kept.get(tool.id) ?? choose(tool, taken, wanted);
    taken.add(fold(name));
    names.set(tool.id, name);
  }
  return names;
}

/** Why `exposedName` is not the tool's own name; null when it is. */
export function renamingOf(tool: OfferedTool, exposedName: string): Renaming | null {
  if (exposedName === tool.name) return null;
  const plain = spellable(tool.name);
  if (plain.length > longestName) return "length";
  return exposedName === plain ? "characters" : "taken";
}

function choose(
  tool: OfferedTool,
  taken: ReadonlySet<string>,
  wanted: ReadonlyMap<string, number>,
): string {
  const plain = spellable(tool.name);
  const isFree = (name: string, wishes: number) =>
    name.length <= longestName && !taken.has(fold(name)) && (wanted.get(fold(name)) ?? 0) <= wishes;
  // Its own wish counts for the plain name; nobody at all may wish for the prefixed one.
  if (isFree(plain, 1)) return plain;
  const prefixed = `${spellable(tool.serverSlug)}_${plain}`;
  if (isFree(prefixed, 0)) return prefixed;
  const start = plain.length > longestName && !isShared(plain, wanted) ? plain : prefixed;
  return hashed(start, tool, (name) => isFree(name, 0));
}

function isShared(plain: string, wanted: ReadonlyMap<string, number>): boolean {
  return (wanted.get(fold(plain)) ?? 0) > 1;
}

/** Shortened to make room for a hash of whose tool it is; another round when even that is taken. */
function hashed(start: string, tool: OfferedTool, isFree: (name: string) => boolean): string {
  for (let round = 0; ; round += 1) {
    const identity = `${tool.serverSlug}\n${tool.name}\n${round}`;
    const mark = createHash("sha256").update(identity).digest("hex").slice(0, 8);
    const name = `${start.slice(0, longestName - 9)}_${mark}`;
    if (isFree(name)) return name;
  }
}

function countWanted(offered: readonly OfferedTool[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tool of offered) {
    const key = fold(spellable(tool.name));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Letters that look alike or carry accents become plain ones, everything else an underscore. */
function spellable(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "_");
  return /[A-Za-z0-9]/.test(plain) ? plain : "tool";
}

/** Names that differ only in case count as the same: neither people nor models tell them apart. */
function fold(name: string): string {
  return name.toLowerCase();
}

function byServerAndName(a: OfferedTool, b: OfferedTool): number {
  return compare(a.serverSlug, b.serverSlug) || compare(a.name, b.name) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
