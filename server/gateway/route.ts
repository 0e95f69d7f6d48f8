// In: a message in its era. Out: the same with what it asks for; a tool's name has become the server's tool. Promises
// that a name matches exactly or not at all (security: T64), and that it decides nothing.
import { memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import type { JsonNode } from "@/server/core/json-scan";
import type { ExposedTool, SnapshotServer } from "@/server/endpoints/snapshot";
import type { Placed } from "@/server/gateway/era";
import { type OwnKind, ownKindOf } from "@/server/gateway/methods";
import type { Message } from "@/server/gateway/rpc";

/** A tool to be called, or null when no such tool is offered here. */
export type Target = { tool: ExposedTool; server: SnapshotServer };

export type CallAction = {
  kind: "call";
  id: string;
  /** As the client wrote it; null when that was no string. */
  name: string | null;
  target: Target | null;
  params: JsonNode | null;
  /** Raw JSON of the arguments; null when they are no object. */
  arguments: string | null;
};

/** A request that we answer from what is stored. */
export type OwnAction = {
  kind: OwnKind;
  id: string;
  params: JsonNode | null;
};

export type LocalAction =
  | OwnAction
  | { kind: "unknown"; id: string; method: string }
  | { kind: "cancelled"; params: JsonNode | null }
  | { kind: "notice" }
  /** GET and DELETE of a session. */
  | { kind: "stream" }
  | { kind: "end" };

export type Action = CallAction | LocalAction;

export type Routed<A extends Action = Action> = Placed & { action: A };

/** Fifth room. Throws nothing. */
export function route(placed: Placed): Routed {
  return { ...placed, action: actionOf(placed, placed.message) };
}

function actionOf(placed: Placed, message: Message): Action {
  if (message.kind === "none") return { kind: placed.verb === "GET" ? "stream" : "end" };
  if (message.kind === "response") return { kind: "notice" };
  const { method, params } = message;
  if (message.kind === "notification")
    return method === "notifications/cancelled" && placed.era.kind === "E25"
      ? { kind: "cancelled", params }
      : { kind: "notice" };
  if (method === "tools/call") return callOf(placed, message.id, params);
  const kind = ownKindOf(placed.era.kind, method);
  return kind ? { kind, id: message.id, params } : { kind: "unknown", id: message.id, method };
}

function callOf({ text, snapshot }: Placed, id: string, params: JsonNode | null): CallAction {
  const name = params ? (stringOf(text, memberAt(text, params, "name")) ?? null) : null;
  const given = params ? memberAt(text, params, "arguments") : undefined;
  const tool = name === null ? undefined : snapshot.byName.get(name);
  const server = tool && snapshot.servers.get(tool.serverId);
  return {
    kind: "call",
    id,
    name,
    target: tool && server ? { tool, server } : null,
    params,
    arguments: argumentsOf(text, given),
  };
}

function argumentsOf(text: string, given: JsonNode | undefined): string | null {
  if (!given) return "{}";
  return given.kind === "object" ? rawOf(text, given) : null;
}
