// In: names, and arguments of a call with the tool's definition. Out: the headers that mirror them (2026-07-28,
// Streamable HTTP, "Request Metadata"). Promises that no value can break out of its header.
import { memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { type JsonNode, scanJson } from "@/server/core/json-scan";
import { declaredParamHeaders, type ParamHeader } from "@/server/upstream/param-headers";

const prefix = "=?base64?";
const suffix = "?=";

/** Plain where it is safe as it stands; otherwise its UTF-8 in Base64 between the sentinels. */
export function encodeHeaderValue(value: string): string {
  const sentinel = value.startsWith(prefix) && value.endsWith(suffix);
  const plain = /^[\x20-\x7e\t]+$/.test(value) && value === value.trim() && !sentinel;
  return plain ? value : `${prefix}${Buffer.from(value, "utf8").toString("base64")}${suffix}`;
}

/** The value a header stands for; null when its sentinels hold no Base64 of UTF-8. */
export function decodeHeaderValue(value: string): string | null {
  if (!value.startsWith(prefix) || !value.endsWith(suffix)) return value;
  const inner = value.slice(prefix.length, -suffix.length);
  const bytes = Buffer.from(inner, "base64");
  if (bytes.toString("base64") !== inner) return null;
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : null;
}

/** The declarations in a stored tool definition, which was vetted when it was read: [] when it has none. */
export function paramHeadersOf(toolRaw: string): ParamHeader[] {
  // Most tools have none, and their schema need not be parsed to know it.
  if (!toolRaw.includes("x-mcp-header")) return [];
  const tool: unknown = JSON.parse(toolRaw);
  const schema =
    typeof tool === "object" && tool !== null && "inputSchema" in tool ? tool.inputSchema : null;
  const declared = declaredParamHeaders(schema);
  return typeof declared === "string" ? [] : declared;
}

/** `Mcp-Param-*` for the arguments that are sent. Absent and null values, and what is no such primitive, have none. */
export function mcpParamHeaders(
  declared: readonly ParamHeader[],
  argumentsRaw: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (declared.length === 0) return headers;
  const root = scanJson(argumentsRaw, { levels: 1 });
  for (const { name, path } of declared) {
    const value = primitive(argumentsRaw, memberAt(argumentsRaw, root, ...path));
    if (value !== null) headers[`mcp-param-${name.toLowerCase()}`] = encodeHeaderValue(value);
  }
  return headers;
}

function primitive(text: string, node: JsonNode | undefined): string | null {
  if (!node) return null;
  if (node.kind === "string") return stringOf(text, node) ?? null;
  if (node.kind === "boolean") return rawOf(text, node);
  if (node.kind !== "number") return null;
  const value = Number(rawOf(text, node));
  return Number.isSafeInteger(value) ? String(value) : null;
}
