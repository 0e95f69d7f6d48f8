// In: an initialize. Out: a session of the 2025 era and what we offer, from stored facts alone. Promises a session id of
// 128 random bits, bound to this person, client and endpoint (security: T74).
import { memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import type { JsonNode } from "@/server/core/json-scan";
import { createMcpSession } from "@/server/endpoints/mcp-sessions";
import type { Reply } from "@/server/gateway/inbound";
import type { Admitted } from "@/server/gateway/limits";
import { Refusal } from "@/server/gateway/refusal";
import { jsonReply, resultMessage } from "@/server/gateway/reply";
import type { OwnAction } from "@/server/gateway/route";
import { capabilities, legacy, newestLegacy, serverInfo } from "@/server/gateway/versions";

const maxKeptCharacters = 4_096;

/** Throws `Refusal` -32602 without a protocol version; a version we do not speak is answered with our newest. */
export async function initialize(admitted: Admitted<OwnAction>): Promise<Reply> {
  const { text, snapshot, principal, action } = admitted;
  const { params } = action;
  const asked = params ? stringOf(text, memberAt(text, params, "protocolVersion")) : undefined;
  if (asked === undefined)
    throw new Refusal(200, -32602, "Invalid params: protocolVersion must be a string.");
  const protocolVersion = legacy.find((one) => one === asked) ?? newestLegacy;
  const { token } = await createMcpSession({
    endpointId: snapshot.endpoint.id,
    kind: principal.kind,
    userId: principal.userId,
    grantId: principal.grantId,
    protocolVersion,
    clientInfo: keptText(text, params, "clientInfo"),
    capabilities: keptText(text, params, "capabilities"),
  });
  const info = serverInfo(snapshot.endpoint.name);
  const result = JSON.stringify({ protocolVersion, capabilities, serverInfo: info });
  return jsonReply(resultMessage(action.id, result), { "mcp-session-id": token });
}

/** An object the client told of itself, as far as a JSON column takes it. */
function keptText(text: string, params: JsonNode | null, key: string): string {
  const node = params ? memberAt(text, params, key) : undefined;
  if (node?.kind !== "object") return "{}";
  const raw = rawOf(text, node);
  // jsonb has neither NUL nor numbers without bound; parsing and writing it again takes care of the numbers.
  const isPlain = raw.length <= maxKeptCharacters && !/\\u0000/i.test(raw);
  return isPlain ? JSON.stringify(JSON.parse(raw)) : "{}";
}
