// In: a tool's definition. Out: the definition without the rules of its output schema that no redacted text could satisfy.
// Promises that all else is the same, byte for byte where there is no such rule.
import { editObject, memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import type { PiiType } from "@/server/pii/entities";
import { redactText } from "@/server/pii/redact";

type Schema = Readonly<Record<string, unknown>>;

const dropped = ["format", "pattern", "minLength", "maxLength", "uniqueItems", "propertyNames"];
const rules = /"(?:format|pattern|minLength|maxLength|uniqueItems|propertyNames|enum|const)"/;
const schemaMaps = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
const schemas = new Set([
  ...["allOf", "anyOf", "oneOf", "not", "if", "then", "else"],
  ...["items", "prefixItems", "contains", "unevaluatedItems"],
  ...["additionalProperties", "unevaluatedProperties"],
]);

/** As clients of an endpoint that filters responses are given it: a mark is no `format: email`. */
export function definitionWithoutRules(definition: string, types: readonly PiiType[]): string {
  if (!definition.includes('"outputSchema"') || !rules.test(definition)) return definition;
  const root = scanJson(definition, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  const schema = memberAt(definition, root, "outputSchema");
  if (!schema) return definition;
  const raw = rawOf(definition, schema);
  const parsed: unknown = JSON.parse(raw);
  const loosened = JSON.stringify(withoutRules(parsed, types));
  if (loosened === JSON.stringify(parsed)) return definition;
  return editObject(definition, root, { outputSchema: loosened });
}

function withoutRules(schema: unknown, types: readonly PiiType[]): unknown {
  if (Array.isArray(schema)) return schema.map((one) => withoutRules(one, types));
  if (!isSchema(schema)) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !isRule(key, value, types));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (schemaMaps.includes(key) && isSchema(value)) return [key, eachWithoutRules(value, types)];
      return [key, schemas.has(key) ? withoutRules(value, types) : value];
    }),
  );
}

function eachWithoutRules(map: Schema, types: readonly PiiType[]): Schema {
  return Object.fromEntries(
    Object.entries(map).map(([key, schema]) => [key, withoutRules(schema, types)]),
  );
}

/** A fixed text is a rule only where it would be redacted itself. */
function isRule(key: string, value: unknown, types: readonly PiiType[]): boolean {
  if (key !== "enum" && key !== "const") return dropped.includes(key);
  const texts = [value].flat().filter((one) => typeof one === "string");
  return texts.some((text) => redactText(text, types) !== text);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
