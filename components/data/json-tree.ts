/* JSON text as a tree that keeps what JSON.parse loses: the exact digits of numbers,
   the order of all members, duplicate keys. */

type JsonScalar = { kind: "string" | "number" | "boolean" | "null"; raw: string };
type JsonObject = { kind: "object"; members: readonly JsonMember[] };
type JsonArray = { kind: "array"; items: readonly JsonNode[] };
type JsonMember = { key: string; value: JsonNode };
export type JsonNode = JsonScalar | JsonObject | JsonArray;

const deepest = 400;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const space = /[\t\n\r ]*/y;

type Cursor = { text: string; at: number };

/** Undefined when the text is not JSON, is cut off, or nests deeper than 400. */
export function parseJson(text: string): JsonNode | undefined {
  const cursor: Cursor = { text, at: 0 };
  try {
    const node = readValue(cursor, 0);
    skipSpace(cursor);
    return cursor.at === text.length ? node : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function readValue(cursor: Cursor, depth: number): JsonNode {
  if (depth > deepest) throw new SyntaxError("nested too deep");
  skipSpace(cursor);
  const first = cursor.text[cursor.at];
  if (first === "{") return readObject(cursor, depth);
  if (first === "[") return readArray(cursor, depth);
  if (first === '"') return { kind: "string", raw: readString(cursor) };
  return readScalar(cursor);
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  const members: JsonMember[] = [];
  readList(cursor, "}", () => {
    skipSpace(cursor);
    const key = decodeString(readString(cursor));
    expect(cursor, ":");
    members.push({ key, value: readValue(cursor, depth + 1) });
  });
  return { kind: "object", members };
}

function readArray(cursor: Cursor, depth: number): JsonArray {
  const items: JsonNode[] = [];
  readList(cursor, "]", () => items.push(readValue(cursor, depth + 1)));
  return { kind: "array", items };
}

function readList(cursor: Cursor, close: string, readOne: () => void) {
  cursor.at += 1;
  if (accept(cursor, close)) return;
  do readOne();
  while (accept(cursor, ","));
  expect(cursor, close);
}

function readString(cursor: Cursor): string {
  const start = cursor.at;
  if (cursor.text[start] !== '"') throw new SyntaxError("a string was expected");
  let end = start + 1;
  while (end < cursor.text.length && cursor.text[end] !== '"') {
    end += cursor.text[end] === "\\" ? 2 : 1;
  }
  cursor.at = end + 1;
  const raw = cursor.text.slice(start, cursor.at);
  decodeString(raw);
  return raw;
}

function readScalar(cursor: Cursor): JsonScalar {
  scalar.lastIndex = cursor.at;
  const raw = scalar.exec(cursor.text)?.[0];
  if (!raw) throw new SyntaxError("a value was expected");
  cursor.at += raw.length;
  if (raw === "null") return { kind: "null", raw };
  return { kind: raw === "true" || raw === "false" ? "boolean" : "number", raw };
}

function skipSpace(cursor: Cursor) {
  space.lastIndex = cursor.at;
  space.exec(cursor.text);
  cursor.at = space.lastIndex;
}

function accept(cursor: Cursor, char: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== char) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, char: string) {
  if (!accept(cursor, char)) throw new SyntaxError(`${char} was expected`);
}

export function decodeString(raw: string): string {
  return JSON.parse(raw);
}

/** The tree as text again, indented by two; digits are those of the source. */
export function writeJson(node: JsonNode, indent = ""): string {
  const inner = `${indent}  `;
  if (node.kind === "object") {
    const lines = node.members.map(
      (m) => `${inner}${JSON.stringify(m.key)}: ${writeJson(m.value, inner)}`,
    );
    return lines.length > 0 ? `{\n${lines.join(",\n")}\n${indent}}` : "{}";
  }
  if (node.kind === "array") {
    const lines = node.items.map((item) => inner + writeJson(item, inner));
    return lines.length > 0 ? `[\n${lines.join(",\n")}\n${indent}]` : "[]";
  }
  return node.raw;
}
