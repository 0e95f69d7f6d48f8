// In: a form a server asks to fill in, and what a client that knows no defaults made of it. Out: the same with the form's
// defaults in fields left out (2025-11-25, "Elicitation"; SEP-1034). Promises to change nothing a client did say.
import { editObject, memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { type JsonNode, membersOf, scanJson } from "@/server/core/json-scan";

/** `params` of `elicitation/create` and its raw result. Throws `JsonFault` for a result that is no sound JSON. */
export function withDefaults(params: string, result: string): string {
  const answer = scanJson(result, { maxDepth: 512 });
  if (stringOf(result, memberAt(result, answer, "action")) !== "accept") return result;
  const defaults = defaultsIn(params);
  const content = memberAt(result, answer, "content");
  if (content === undefined) return editObject(result, answer, { content: objectOf(defaults) });
  if (content.kind !== "object") return result;
  for (const name of membersOf(result, content).keys()) defaults.delete(name);
  if (defaults.size === 0) return result;
  const filled = editObject(result, content, Object.fromEntries(defaults));
  return editObject(result, answer, { content: filled });
}

/** By field, the raw default; what no field of a form can hold is left out. */
function defaultsIn(params: string): Map<string, string> {
  const defaults = new Map<string, string>();
  const form = scanJson(params, { maxDepth: 512 });
  const fields = memberAt(params, form, "requestedSchema", "properties");
  if (fields?.kind !== "object") return defaults;
  for (const [name, field] of membersOf(params, fields)) {
    const value = memberAt(params, field, "default");
    if (value && isFieldValue(value)) defaults.set(name, rawOf(params, value));
  }
  return defaults;
}

/** A list is a choice of several (SEP-1330). */
function isFieldValue({ kind }: JsonNode): boolean {
  return kind !== "object" && kind !== "null";
}

function objectOf(members: ReadonlyMap<string, string>): string {
  return `{${[...members].map(([name, raw]) => `${JSON.stringify(name)}:${raw}`).join(",")}}`;
}
