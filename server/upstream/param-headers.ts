// In: a tool's input schema. Out: which arguments are mirrored into headers, or what is wrong with the declarations.
// Promises the constraints of 2026-07-28, Streamable HTTP, "Schema Extension"; no schema is compiled or fetched.

export type ParamHeader = { name: string; path: string[] };

type Schema = Record<string, unknown>;
type Visit = { node: unknown; path: string[]; reachable: boolean };

const keyword = "x-mcp-header";
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const primitives = new Set(["string", "integer", "boolean"]);

/** The declarations, or a sentence that says why the tool must not be offered. Iterative, at any depth. */
export function declaredParamHeaders(inputSchema: unknown): ParamHeader[] | string {
  const declared: ParamHeader[] = [];
  const names = new Set<string>();
  const queue: Visit[] = [{ node: inputSchema, path: [], reachable: true }];
  for (let visit = queue.pop(); visit !== undefined; visit = queue.pop()) {
    const { node } = visit;
    if (Array.isArray(node)) {
      for (const item of node) queue.push({ node: item, path: visit.path, reachable: false });
      continue;
    }
    if (!isSchema(node)) continue;
    if (Object.hasOwn(node, keyword)) {
      const fault = judge(node, visit, names);
      if (fault !== null) return fault;
      declared.push({ name: String(node[keyword]), path: visit.path });
    }
    queue.push(...childrenOf(node, visit));
  }
  return declared;
}

function judge(node: Schema, visit: Visit, names: Set<string>): string | null {
  const name = node[keyword];
  if (!visit.reachable || visit.path.length === 0)
    return `${keyword} stands where no single argument is meant`;
  if (typeof name !== "string" || !token.test(name)) return `${keyword} is not a valid header name`;
  if (typeof node["type"] !== "string" || !primitives.has(node["type"]))
    return `${keyword} is on an argument that is not a string, an integer or a boolean`;
  if (names.has(name.toLowerCase())) return `${keyword} names one header twice`;
  names.add(name.toLowerCase());
  return null;
}

/** Only a chain of `properties` leads to arguments; every other keyword may still hide a declaration. */
function childrenOf(node: Schema, visit: Visit): Visit[] {
  const children: Visit[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== "object" || value === null) continue;
    if (key === "properties" && isSchema(value))
      for (const [name, child] of Object.entries(value))
        children.push({ node: child, path: [...visit.path, name], reachable: visit.reachable });
    // Data is no schema: a default or an example may contain anything.
    else if (!["default", "const", "enum", "examples"].includes(key))
      children.push(...subschemas(key, value, visit));
  }
  return children;
}

const maps = new Set(["patternProperties", "dependentSchemas", "$defs", "definitions"]);

function subschemas(key: string, value: object, visit: Visit): Visit[] {
  const inner = maps.has(key) ? Object.values(value) : [value];
  return inner.map((node) => ({ node, path: visit.path, reachable: false }));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
