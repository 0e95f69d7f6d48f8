// In: a routed tools/call. Out: what its row says before it is made. Promises names as they were at this moment.
import type { Call } from "@/server/activity/record";
import type { CallAction, Routed } from "@/server/gateway/route";

const maxNameCharacters = 256;

/** `startedAt` is now; the id is the request's. */
export function callOf({
  principal,
  snapshot,
  era,
  action,
  requestId,
  bytes,
}: Routed<CallAction>): Call {
  const { target, name } = action;
  const { endpoint } = snapshot;
  const startedAt = new Date();
  return {
    // One id for the request, its rows and whoever asks about it.
    id: requestId,
    startedAt,
    projectId: endpoint.projectId,
    endpointId: endpoint.id,
    endpointName: endpoint.name,
    serverId: target?.server.id ?? null,
    serverName: target?.server.name ?? null,
    method: "tools/call",
    toolName: name === null ? null : name.slice(0, maxNameCharacters),
    upstreamTool: target?.tool.upstreamName ?? null,
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
