// In: raw JSON of a message's part. Out: the same with personal data replaced, and what was found. Promises that the event
// loop is never held for long, and that a text in which nothing was found is the same bytes.
import type { ExposedTool } from "@/server/endpoints/snapshot";
import { type Declared, declaredBy } from "@/server/pii/declared";
import type { PiiType } from "@/server/pii/entities";
import { type JsonRedaction, redactJsonAsync } from "@/server/pii/redact-json";
import type { UpstreamAnswer } from "@/server/upstream/target";

/** The params of a request. Rejects when the redactor fails, like all of these: the text must then go nowhere. */
export function redactParams(raw: string, types: readonly PiiType[]): Promise<JsonRedaction> {
  return redactJsonAsync(raw, { types, shape: "params" });
}

/** A whole notification. */
export function redactMessage(raw: string, types: readonly PiiType[]): Promise<JsonRedaction> {
  return redactJsonAsync(raw, { types, shape: "message" });
}

/** A result, which goes on satisfying its tool's output schema, or an error. */
export async function redactAnswer(
  { kind, raw }: UpstreamAnswer,
  tool: ExposedTool,
  types: readonly PiiType[],
): Promise<JsonRedaction> {
  const declared = kind === "result" ? declaredIn(tool) : null;
  return redactJsonAsync(raw, { types, shape: kind, ...(declared ? { declared } : {}) });
}

/** A tool's schema is read once for as long as its snapshot lives. */
const schemas = new WeakMap<ExposedTool, { declared: Declared | null }>();

function declaredIn(tool: ExposedTool): Declared | null {
  const known = schemas.get(tool);
  if (known) return known.declared;
  const declared = readSchema(tool.definition);
  schemas.set(tool, { declared });
  return declared;
}

function readSchema(definition: string): Declared | null {
  if (!definition.includes('"outputSchema"')) return null;
  const { outputSchema } = JSON.parse(definition) as { outputSchema?: unknown };
  return outputSchema === undefined ? null : declaredBy(outputSchema);
}
