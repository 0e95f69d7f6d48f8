// In: the raw definition of a tool. Out: its name, or the reason why it must not be offered. Promises that what passes
// has a name without tricks, bounded size and depth, and sound header declarations; nothing is compiled or fetched.
import { memberAt, stringOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { JsonFault } from "@/server/core/json-tokens";
import { declaredParamHeaders } from "@/server/upstream/param-headers";
import { hiddenCharacters } from "@/server/upstream/server-info";

export type Vetted = { name: string } | { name: string; reason: string };

const maxBytes = 256 * 1024;
const maxNameLength = 128;
/** Levels of a schema; two more are the definition around it. */
const maxSchemaDepth = 64;

/** Names that mean something to JavaScript objects. */
const reserved = new Set(["__proto__", "constructor", "prototype"]);

/** Judges one element of `tools` as it came. A name in a refusal is escaped and short, fit to be shown. */
export function vetTool(raw: string): Vetted {
  const bytes = Buffer.byteLength(raw);
  if (bytes > maxBytes)
    return {
      name: nameIn(raw),
      reason: `its definition has ${Math.ceil(bytes / 1024)} KB; 256 KB are allowed`,
    };
  try {
    scanJson(raw, { maxDepth: maxSchemaDepth + 2, levels: 1 });
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return {
      name: nameIn(raw),
      reason: `its definition is nested deeper than ${maxSchemaDepth} levels`,
    };
  }
  const name = readName(raw);
  const fault = name === undefined ? "it has no name" : (nameFault(name) ?? schemaFault(raw));
  return fault === null ? { name: name ?? "" } : { name: shownName(name ?? ""), reason: fault };
}

function readName(raw: string): string | undefined {
  const root = scanJson(raw, { maxDepth: Number.POSITIVE_INFINITY, levels: 1 });
  return stringOf(raw, memberAt(raw, root, "name"));
}

function nameIn(raw: string): string {
  return shownName(readName(raw) ?? "");
}

/** The name for people: hidden characters as escapes, at most 80 characters. */
export function shownName(name: string): string {
  const shown = [...name.slice(0, 80)].map((character) =>
    hiddenCharacters.test(character)
      ? `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`
      : character,
  );
  return shown.join("") || "(unnamed)";
}

function nameFault(name: string): string | null {
  if (name === "" || name.trim() !== name)
    return "its name is empty or begins or ends with a space";
  if (name.length > maxNameLength) return `its name is longer than ${maxNameLength} characters`;
  if (hiddenCharacters.test(name)) return "its name has hidden or control characters";
  if (reserved.has(name) || name.includes(".."))
    return "its name could be mistaken for something else";
  if (name.startsWith("=?") && name.endsWith("?=")) return "its name imitates an encoded header";
  return null;
}

function schemaFault(raw: string): string | null {
  const tool: unknown = JSON.parse(raw);
  const schema =
    typeof tool === "object" && tool !== null && "inputSchema" in tool ? tool.inputSchema : null;
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    return "it has no input schema";
  const declared = declaredParamHeaders(schema);
  return typeof declared === "string" ? declared : null;
}
