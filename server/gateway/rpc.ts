// In: the text of a body. Out: one checked JSON-RPC message, still as text with its members' places. Promises one scan,
// exact numbers, and that nothing passes which two parsers could read differently (security: T65, T67, T69).
import { memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { type JsonNode, scanJson } from "@/server/core/json-scan";
import { JsonFault } from "@/server/core/json-tokens";
import type { Entered } from "@/server/gateway/entry";
import { Refusal } from "@/server/gateway/refusal";
import { env } from "@/server/infra/env";

export type Message =
  | {
      kind: "request";
      /** Raw JSON: a string or a number, returned as it came. */
      id: string;
      method: string;
      params: JsonNode | null;
    }
  | { kind: "notification"; method: string; params: JsonNode | null }
  | { kind: "response" }
  /** GET and DELETE carry none. */
  | { kind: "none" };

export type Spoken = Entered & { message: Message };

/** Second room. Throws `Refusal` 400 with -32700 or -32600. */
export function readRpc(entered: Entered): Spoken {
  if (entered.verb !== "POST") return { ...entered, message: { kind: "none" } };
  return { ...entered, message: readMessage(entered.text) };
}

const maxIdCharacters = 256;
const envelope = new Set(["jsonrpc", "id", "method", "params", "result", "error"]);
const callMembers = new Set(["name", "arguments", "_meta"]);

function readMessage(text: string): Message {
  const root = scan(text);
  if (root.kind === "array")
    throw invalid("Batches are not part of the protocol: send one message at a time.", null);
  if (root.kind !== "object" || !root.members) throw invalid("A message is a JSON object.", null);
  const id = idOf(text, root);
  requireExactNames(root.members, envelope, id ?? null);
  if (stringOf(text, root.members.get("jsonrpc")) !== "2.0")
    throw invalid("The member jsonrpc must be “2.0”.", id ?? null);
  const method = root.members.get("method");
  const answers = root.members.has("result") || root.members.has("error");
  if (!method && answers && id !== undefined) return { kind: "response" };
  if (method?.kind !== "string" || answers)
    throw invalid("A message has a method, and neither result nor error.", id ?? null);
  const name = stringOf(text, method) ?? "";
  return toCall(name, id, paramsOf(root, id ?? null));
}

function toCall(method: string, id: string | undefined, params: JsonNode | null): Message {
  const isNotification = method.startsWith("notifications/");
  if (id === undefined && isNotification) return { kind: "notification", method, params };
  if (id === undefined) throw invalid("A request needs an id.", null);
  if (isNotification) throw invalid("A notification has no id.", id);
  return { kind: "request", id, method, params };
}

function scan(text: string): JsonNode {
  try {
    return scanJson(text, { maxDepth: env().LIMIT_JSON_DEPTH, levels: 3 });
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    if (error.reason === "syntax" || error.reason === "lone_surrogate")
      throw new Refusal(400, -32700, "The body is not valid JSON.", { id: null });
    throw invalid(faults[error.reason], null);
  }
}

const faults = {
  depth: "The message is nested too deeply.",
  duplicate_key: "An object of the message has the same key twice.",
  too_many: "An object of the message has too many members.",
};

function idOf(text: string, root: JsonNode): string | undefined {
  const node = memberAt(text, root, "id");
  if (!node) return undefined;
  const raw = rawOf(text, node);
  if ((node.kind !== "string" && node.kind !== "number") || raw.length > maxIdCharacters)
    throw invalid("The id must be a short string or a number.", null);
  return raw;
}

function paramsOf(root: JsonNode, id: string | null): JsonNode | null {
  const params = root.members?.get("params");
  if (!params) return null;
  if (params.kind !== "object") throw invalid("The params must be an object.", id);
  if (params.members) requireExactNames(params.members, callMembers, id);
  return params;
}

/** `Method` or `paramſ` beside or instead of the real name: some parser behind us might take it for the real one. */
function requireExactNames(
  members: ReadonlyMap<string, JsonNode>,
  names: ReadonlySet<string>,
  id: string | null,
): void {
  for (const key of members.keys()) {
    if (names.has(key)) continue;
    if (key === "__proto__" || names.has(key.normalize("NFKC").toLowerCase()))
      throw invalid("A member's name is a variant of one the protocol defines.", id);
  }
}

function invalid(message: string, id: string | null): Refusal {
  return new Refusal(400, -32600, message, { id });
}
