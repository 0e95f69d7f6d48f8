// In: a routed message. Out: what its row says before it is answered. Promises names as they were at this moment.
import type { Call } from "@/server/activity/record";
import { ways } from "@/server/gateway/methods";
import type { CallAction, LocalAction, Routed } from "@/server/gateway/route";
import { redactText } from "@/server/pii/redact";

const maxNameCharacters = 256;

/** `startedAt` is now; the id is the request's. */
export function callOf(routed: Routed<CallAction>): Call {
  const { target, name } = routed.action;
  return {
    ...factsOf(routed),
    serverId: target?.server.id ?? null,
    serverName: target?.server.name ?? null,
    method: ways.call.method,
    toolName: name === null ? null : name.slice(0, maxNameCharacters),
    upstreamTool: target?.tool.upstreamName ?? null,
  };
}

/** The same of a message that needs no server. */
export function messageOf(routed: Routed<LocalAction>): Call {
  const none = { serverId: null, serverName: null, toolName: null, upstreamTool: null };
  return { ...factsOf(routed), ...none, method: methodOf(routed) };
}

function factsOf({ principal, snapshot, era, requestId, bytes }: Routed) {
  const { endpoint } = snapshot;
  return {
    // One id for the request, its rows and whoever asks about it.
    id: requestId,
    startedAt: new Date(),
    projectId: endpoint.projectId,
    endpointId: endpoint.id,
    endpointName: endpoint.name,
    userId: principal.userId,
    userName: principal.userName,
    clientId: principal.clientId,
    clientName: principal.clientName,
    grantId: principal.grantId,
    sessionId: era.kind === "E25" ? (era.session?.id ?? null) : null,
    era: era.kind,
    requestBytes: bytes,
    requestId,
  };
}

/** What a client made up is kept as far as the endpoint's filters allow (security: T91). */
function methodOf({ action, snapshot, message }: Routed<LocalAction>): string {
  if (action.kind === "notice") return message.kind === "response" ? "response" : "notifications";
  if (action.kind !== "unknown") return ways[action.kind].method;
  const { record, isSound } = snapshot.filters;
  if (record === null) return action.method.slice(0, maxNameCharacters);
  // The whole name, before it is cut: half an address would not be found.
  return isSound ? redactText(action.method, record).slice(0, maxNameCharacters) : "unknown";
}
