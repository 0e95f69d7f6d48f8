// In: a scanned JSON text. Out: pieces of it, or the text of an object with some members changed. Promises that every
// byte it was not asked to change stays as it was: numbers, unknown fields, order and spacing.
import { type JsonNode, membersOf } from "./json-scan";

/** The value at a path of keys, or undefined when one is absent or its parent is no object. */
export function memberAt(text: string, root: JsonNode, ...path: string[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const key of path) {
    if (node?.kind !== "object") return undefined;
    node = membersOf(text, node).get(key);
  }
  return node;
}

/** The exact text of a value. */
export function rawOf(text: string, node: JsonNode): string {
  return text.slice(node.start, node.end);
}

/** The decoded value when it is a string, otherwise undefined. */
export function stringOf(text: string, node: JsonNode | undefined): string | undefined {
  if (node?.kind !== "string") return undefined;
  const value: unknown = JSON.parse(rawOf(text, node));
  return String(value);
}

/**
 * The text of the object `node` with members set to raw JSON, added at its end, or removed (null).
 * Compose from the inside out: the new text of `_meta` becomes a change of `params`, each made from the original text.
 */
export function editObject(
  text: string,
  node: JsonNode,
  changes: Readonly<Record<string, string | null>>,
): string {
  const members = membersOf(text, node);
  let edited = "{";
  let written = 0;
  // A member's piece begins behind the previous member, so it carries the comma and the spacing between them.
  let from = node.start + 1;
  for (const [key, member] of members) {
    const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
    if (change !== null) {
      const lead = text.slice(from, change === undefined ? member.end : member.start);
      edited += written === 0 ? lead.replace(/^\s*,/, "") : lead;
      edited += change ?? "";
      written++;
    }
    from = member.end;
  }
  for (const [key, change] of Object.entries(changes)) {
    if (change === null || members.has(key)) continue;
    edited += `${written === 0 ? "" : ","}${JSON.stringify(key)}:${change}`;
    written++;
  }
  return edited + text.slice(from, node.end);
}
