// In: a definition or a result of a server of 2026, where structured output may be any JSON value. Out: what a client of
// 2025, which knows objects only, can take: the value as the member `result` of one. Promises that objects are untouched.
import { editObject, memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";

const unbounded = { levels: 2, maxDepth: Number.POSITIVE_INFINITY };

/** The definition with an output schema that describes an object, or with none where references would break. */
export function legacyDefinition(raw: string): string {
  if (!raw.includes('"outputSchema"')) return raw;
  const root = scanJson(raw, unbounded);
  const schema = memberAt(raw, root, "outputSchema");
  if (!schema || stringOf(raw, memberAt(raw, schema, "type")) === "object") return raw;
  const inner = rawOf(raw, schema);
  // A reference such as #/$defs/x is resolved from the root, which is no longer this schema's.
  const wrapped = /"\$(ref|dynamicRef|id)"/.test(inner)
    ? null
    : `{"type":"object","properties":{"result":${inner}},"required":["result"]}`;
  return editObject(raw, root, { outputSchema: wrapped });
}

/** The result with its structured content as an object. */
export function legacyResult(raw: string): string {
  if (!raw.includes('"structuredContent"')) return raw;
  const root = scanJson(raw, unbounded);
  const content = memberAt(raw, root, "structuredContent");
  if (!content || content.kind === "object") return raw;
  return editObject(raw, root, { structuredContent: `{"result":${rawOf(raw, content)}}` });
}
