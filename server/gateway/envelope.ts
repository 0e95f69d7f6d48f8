// In: a message that says it is of 2026-07-28. Out: nothing. Promises that its `_meta` is complete and that the mirrored
// headers say what the body says (2026-07-28 transports, Server Validation).
import { memberAt, stringOf } from "@/server/core/json-edit";
import type { JsonNode } from "@/server/core/json-scan";
import type { Authenticated } from "@/server/gateway/authenticate";
import { Refusal } from "@/server/gateway/refusal";
import type { Message } from "@/server/gateway/rpc";
import { metaKeys, modern } from "@/server/gateway/versions";
import { decodeHeaderValue } from "@/server/upstream/mcp-headers";

type Said = Extract<Message, { kind: "request" | "notification" }>;

/** Which member of the params the Mcp-Name header repeats, by method. */
const named: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
};

/** The `_meta` member that names a modern protocol version, if there is one. */
export function claimOf(text: string, params: JsonNode | null): JsonNode | undefined {
  return params ? memberAt(text, params, "_meta", metaKeys.version) : undefined;
}

/** Throws `Refusal` 400: -32602 for an incomplete envelope, -32020 for headers that disagree, -32022 for a version. */
export function checkEnvelope(
  { text, inbound }: Authenticated,
  message: Said,
  claim: JsonNode | undefined,
  version: string | null,
): void {
  const id = message.kind === "request" ? message.id : null;
  const claimed = stringOf(text, claim);
  const bare = message.kind === "notification" && claim === undefined;
  if (!bare && claimed === undefined) throw incomplete(id, metaKeys.version, version);
  if (claimed !== undefined && version !== null && claimed !== version)
    throw mismatch(id, "MCP-Protocol-Version");
  if ((claimed ?? version) !== modern) throw unsupported(id, claimed ?? version ?? "");
  const method = inbound.header("mcp-method")?.trim() ?? null;
  if (method !== null && method !== message.method) throw mismatch(id, "Mcp-Method");
  if (message.kind === "notification") return;
  const { params } = message;
  if (params && memberAt(text, params, "_meta", metaKeys.capabilities)?.kind !== "object")
    throw incomplete(id, metaKeys.capabilities, version);
  if (version === null) throw mismatch(id, "MCP-Protocol-Version");
  if (method === null) throw mismatch(id, "Mcp-Method");
  const member = Object.hasOwn(named, message.method) ? named[message.method] : undefined;
  if (member && params)
    checkName(text, memberAt(text, params, member), inbound.header("mcp-name"), id);
}

function checkName(
  text: string,
  node: JsonNode | undefined,
  header: string | null,
  id: string | null,
): void {
  const value = stringOf(text, node);
  // Without a name there is nothing to repeat; the method's own check answers that.
  if (value === undefined) return;
  const decoded = header === null ? null : decodeHeaderValue(header.trim());
  if (decoded !== value) throw mismatch(id, "Mcp-Name");
}

/** The header and the body disagree, or a header that must be there is missing or malformed. */
export function mismatch(id: string | null, header: string): Refusal {
  return new Refusal(400, -32020, `Header mismatch: ${header} does not agree with the body.`, {
    id,
  });
}

function incomplete(id: string | null, key: string, version: string | null): Refusal {
  return new Refusal(400, -32602, `Invalid params: _meta lacks a valid ${key}.`, {
    id,
    data: { envelope: { missing: [key] }, ...(version ? { requested: version.slice(0, 64) } : {}) },
  });
}

function unsupported(id: string | null, requested: string): Refusal {
  return new Refusal(400, -32022, "Unsupported protocol version", {
    id,
    data: { supported: [modern], requested: requested.slice(0, 64) },
  });
}
