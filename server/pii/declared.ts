// In: a tool's JSON schema. Out: the property names and the numbers it declares (policy 7.3 and 7.5). Promises to read
// every part of the schema once, whatever it refers to.
export type Declared = {
  names: ReadonlySet<string>;
  /** Names of properties whose value, or whose elements, may be numbers. */
  numbers: ReadonlySet<string>;
  /** Numbers may stand under names the schema does not list. */
  hasOpenNumbers: boolean;
};

type Schema = Record<string, unknown>;

const nested = [
  "items",
  "prefixItems",
  "anyOf",
  "oneOf",
  "allOf",
  "if",
  "then",
  "else",
  "contains",
];
const open = [
  "additionalProperties",
  "patternProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
];

/** Reads a schema; anything that is none declares nothing. */
export function declaredBy(schema: unknown): Declared {
  const names = new Set<string>();
  const numbers = new Set<string>();
  const state = { hasOpenNumbers: false };
  const seen = new Set<unknown>();
  const pending: unknown[] = [schema];
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    pending.push(...Object.values(part));
    const { properties } = part as Schema;
    if (typeof properties === "object" && properties !== null)
      for (const [name, value] of Object.entries(properties)) {
        names.add(name);
        if (allowsNumber(value, schema)) numbers.add(name);
      }
    for (const keyword of open)
      if (opensNumber((part as Schema)[keyword], schema)) state.hasOpenNumbers = true;
  }
  return { names, numbers, ...state };
}

function opensNumber(value: unknown, root: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return allowsNumber(value, root) || Object.values(value).some((part) => allowsNumber(part, root));
}

/** Whether a value under this schema, or an element of it, is declared to be a number. */
function allowsNumber(schema: unknown, root: unknown): boolean {
  const seen = new Set<unknown>();
  const pending: unknown[] = [schema];
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    if (Array.isArray(part)) {
      pending.push(...part);
      continue;
    }
    const { type, $ref, enum: values, const: value } = part as Schema;
    const types = Array.isArray(type) ? type : [type];
    if (types.includes("number") || types.includes("integer")) return true;
    if ([value, ...(Array.isArray(values) ? values : [])].some((one) => typeof one === "number"))
      return true;
    if (typeof $ref === "string") pending.push(referred($ref, root));
    for (const keyword of nested) pending.push((part as Schema)[keyword]);
  }
  return false;
}

/** RFC 6901, within the same document. */
function referred(reference: string, root: unknown): unknown {
  if (!reference.startsWith("#")) return undefined;
  let part: unknown = root;
  for (const step of reference.slice(1).split("/").slice(1)) {
    if (typeof part !== "object" || part === null) return undefined;
    part = (part as Schema)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return part;
}
