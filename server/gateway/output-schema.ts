// In: a tool's definition. Out: what of its structured output must stay so that a redacted result still satisfies its
// schema, and the definition without the rules that no redacted text could satisfy. Promises to compile and fetch nothing.
import { editObject, memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";

/** What a schema declares by name. It is told to every client, so that keeping it betrays nothing. */
export type Declared = {
  /** Property names. */
  keys: ReadonlySet<string>;
  /** Names of the values that are numbers and nothing else; null = any may be one. */
  numbers: ReadonlySet<string> | null;
  /** The strings of `enum` and `const`. */
  strings: ReadonlySet<string>;
};

type Schema = Readonly<Record<string, unknown>>;
type Visit = { node: unknown; name: string | null };

const sameValue = ["allOf", "anyOf", "oneOf", "if", "then", "else"];
const elements = ["items", "prefixItems", "contains", "unevaluatedItems"];
const otherMembers = ["additionalProperties", "unevaluatedProperties"];

/** The declarations of the output schema in a raw definition; null when it has none. */
export function declaredBy(definition: string): Declared | null {
  if (!definition.includes('"outputSchema"')) return null;
  const tool: unknown = JSON.parse(definition);
  const root = isSchema(tool) ? tool["outputSchema"] : undefined;
  return isSchema(root) ? new Declarations(root) : null;
}

class Declarations implements Declared {
  readonly keys = new Set<string>();
  readonly strings = new Set<string>();
  private readonly named = new Set<string>();
  private readonly followed = new Set<string>();
  private anyNumber = false;

  constructor(private readonly root: Schema) {
    const queue: Visit[] = [{ node: root, name: null }];
    for (let visit = queue.pop(); visit !== undefined; visit = queue.pop())
      if (isSchema(visit.node)) queue.push(...this.read(visit.node, visit.name));
  }

  get numbers(): ReadonlySet<string> | null {
    return this.anyNumber ? null : this.named;
  }

  private read(node: Schema, name: string | null): Visit[] {
    if (isNumber(node["type"])) this.addNumber(name);
    for (const value of [node["const"], ...list(node["enum"])]) {
      if (typeof value === "string") this.strings.add(value);
      if (typeof value === "number") this.addNumber(name);
    }
    for (const key of list(node["required"])) this.keys.add(String(key));
    const next: Visit[] = [...sameValue, ...elements].flatMap((keyword) =>
      each(node[keyword]).map((child) => ({ node: child, name })),
    );
    for (const keyword of otherMembers) next.push({ node: node[keyword], name: null });
    for (const child of values(node["patternProperties"])) next.push({ node: child, name: null });
    for (const child of values(node["dependentSchemas"])) next.push({ node: child, name });
    const { properties } = node;
    if (isSchema(properties))
      for (const [key, child] of Object.entries(properties)) {
        this.keys.add(key);
        next.push({ node: child, name: key });
      }
    return [...next, ...this.follow(node["$ref"] ?? node["$dynamicRef"], name)];
  }

  private follow(reference: unknown, name: string | null): Visit[] {
    if (typeof reference !== "string") return [];
    const once = JSON.stringify([reference, name]);
    if (this.followed.has(once)) return [];
    this.followed.add(once);
    const target = reference === "#" ? this.root : pointed(this.root, reference);
    // Whatever it points to may be a number.
    if (target === undefined) this.addNumber(name);
    return [{ node: target, name }];
  }

  private addNumber(name: string | null): void {
    if (name === null) this.anyNumber = true;
    else this.named.add(name);
  }
}

/** RFC 6901 in a fragment; undefined for everything else. */
function pointed(root: Schema, reference: string): unknown {
  if (!reference.startsWith("#/")) return undefined;
  let node: unknown = root;
  for (const token of reference.slice(2).split("/")) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    node = isSchema(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

const rules = /"(?:format|pattern|minLength|maxLength|uniqueItems|propertyNames)"/;
const dropped = ["format", "pattern", "minLength", "maxLength", "uniqueItems", "propertyNames"];
const schemaMaps = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
const schemaLists = [...sameValue, ...elements, ...otherMembers, "not"];

/** The definition as clients of an endpoint that filters responses are given it: a mark is no `format: email`. */
export function definitionWithoutRules(definition: string): string {
  if (!definition.includes('"outputSchema"') || !rules.test(definition)) return definition;
  const root = scanJson(definition, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  const schema = memberAt(definition, root, "outputSchema");
  if (!schema) return definition;
  const loosened = withoutRules(JSON.parse(rawOf(definition, schema)));
  return editObject(definition, root, { outputSchema: JSON.stringify(loosened) });
}

function withoutRules(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutRules);
  if (!isSchema(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => !dropped.includes(key));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (schemaMaps.includes(key) && isSchema(value)) return [key, eachWithoutRules(value)];
      return [key, schemaLists.includes(key) ? withoutRules(value) : value];
    }),
  );
}

function eachWithoutRules(schemas: Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([key, one]) => [key, withoutRules(one)]));
}

function isNumber(type: unknown): boolean {
  const types = each(type);
  return types.some((one) => one === "number" || one === "integer") && !types.includes("string");
}

function each(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function values(value: unknown): unknown[] {
  return isSchema(value) ? Object.values(value) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
