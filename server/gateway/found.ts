// In: what the redactor found. Out: what the record says of it. Promises a bounded list: type, place and count, never a value.
import type { Redaction } from "@/server/activity/schema";
import type { Filtered } from "@/server/gateway/redact-parts";

export type Found = readonly Redaction[];

const maxPlaces = 100;
const maxPathCharacters = 200;

/** One line for each type and place; the places beyond a hundred are counted together, with an empty path. */
export function foundIn(side: Redaction["side"], found: Filtered["found"]): Found {
  const lines = new Map<string, Redaction>();
  for (const { type, path, count } of found) {
    const shown = lines.size < maxPlaces && path.length <= maxPathCharacters ? path : "";
    const key = `${type} ${shown}`;
    const line = lines.get(key);
    if (line) line.count += count;
    else lines.set(key, { side, type, path: shown, count });
  }
  return [...lines.values()];
}
