// In: what a server says of itself. Out: its name and version, short enough to show and without hidden characters.
import { memberAt, stringOf } from "@/server/core/json-edit";
import type { JsonNode } from "@/server/core/json-scan";
import type { ServerInfo } from "@/server/upstream/target";

/** Control, format (zero width, bidirectional), surrogate, private and unassigned characters, and line separators. */
export const hiddenCharacters = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Reads an `Implementation` object; null when there is none. */
export function readServerInfo(text: string, node: JsonNode | undefined): ServerInfo | null {
  if (node?.kind !== "object") return null;
  const read = (key: string) => shorten(stringOf(text, memberAt(text, node, key)));
  return { name: read("name") ?? "unnamed", title: read("title"), version: read("version") ?? "" };
}

function shorten(value: string | undefined): string | null {
  if (value === undefined) return null;
  return value.slice(0, 200).replace(new RegExp(hiddenCharacters, "gu"), "").trim() || null;
}
