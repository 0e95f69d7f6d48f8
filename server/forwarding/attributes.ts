// In: a call of the record. Out: what a receiver is told of it, as attributes with stable names (docs/forwarding.md):
// OpenTelemetry's semantic conventions for MCP and generative AI where they have a name, `gatehouse.…` elsewhere.
import type { CallRow, Sides } from "@/server/forwarding/rows";

export type Value = string | number | boolean;
export type Attributes = Record<string, Value>;

/** A call on its way: the row, its place in the chain of what this destination gets, and its payloads. */
export type Outbound = {
  row: CallRow;
  month: string;
  /** The one sent before it of the same writer and month; null for the first. */
  previous: string | null;
  sides: Sides | null;
};

/** Without those of which nothing is known. */
export function attributesOf(call: Outbound): Attributes {
  const all = { ...callOf(call), ...placeOf(call), ...whoOf(call), ...sidesOf(call) };
  const known = Object.entries(all).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known) as Attributes;
}

function callOf({ row }: Outbound) {
  const isTool = row.method === "tools/call";
  return {
    "mcp.method.name": row.method,
    "mcp.session.id": row.sessionId,
    "gen_ai.operation.name": isTool ? "execute_tool" : null,
    "gen_ai.tool.name": isTool ? row.toolName : null,
    "error.type": row.outcome === "ok" ? null : (row.errorCode ?? row.outcome),
    "gatehouse.call.id": row.id,
    "gatehouse.call.outcome": row.outcome,
    "gatehouse.call.decision": row.decision,
    "gatehouse.call.reason": row.decisionReason,
    "gatehouse.call.error": row.errorMessage,
    "gatehouse.call.duration_ms": row.durationMs,
    "gatehouse.call.upstream_ms": row.upstreamMs,
    "gatehouse.call.attempts": row.attempts,
    "gatehouse.call.target": isTool ? row.upstreamTool : row.toolName,
    "gatehouse.request.id": row.requestId,
    "gatehouse.request.bytes": row.requestBytes,
    "gatehouse.response.bytes": row.responseBytes,
    // Where values were taken out and how many, never what they were.
    "gatehouse.redactions": row.redactions === null ? null : JSON.stringify(row.redactions),
  };
}

function placeOf({ row, month, previous }: Outbound) {
  return {
    "gatehouse.record.month": month.slice(0, 7),
    "gatehouse.record.writer": row.writer,
    "gatehouse.record.seq": Number(row.seq),
    "gatehouse.record.previous": previous === null ? null : Number(previous),
    "gatehouse.record.mac": row.mac,
  };
}

function whoOf({ row }: Outbound) {
  return {
    "user.id": row.userId,
    "user.full_name": row.userName,
    "gatehouse.client.id": row.clientId,
    "gatehouse.client.name": row.clientName,
    "gatehouse.grant.id": row.grantId,
    "gatehouse.endpoint.id": row.endpointId,
    "gatehouse.endpoint.name": row.endpointName,
    "gatehouse.server.id": row.serverId,
    "gatehouse.server.name": row.serverName,
    "gatehouse.era": row.era,
  };
}

function sidesOf({ sides }: Outbound) {
  return {
    "gatehouse.request.body": sides?.request?.body,
    "gatehouse.request.body_cut": sides?.request?.cut ? true : null,
    "gatehouse.response.body": sides?.response?.body,
    "gatehouse.response.body_cut": sides?.response?.cut ? true : null,
  };
}

/** One line for people: what was called, and how it ended. */
export function sentenceOf({ row }: Outbound): string {
  return `${[row.method, row.toolName].filter(Boolean).join(" ")}: ${row.outcome.replaceAll("_", " ")}`;
}
