import { redactionsText } from "@/server/activity/proof/link";
import type { Call, Outcome } from "@/server/activity/record";
import type { Redaction } from "@/server/activity/schema";

// A row as JSON with the names of its columns, always in this order: what is inserted, and what its mac covers. The
// closing brace is left out, for what follows.

/** How a call ended, or what was said instead of making it. */
export type Ending = Omit<Outcome, "outcome"> & {
  outcome: string;
  decision: string;
  decisionReason: string | null;
  attempts: number;
  finishedAt: Date | string;
};

/** A call, or what the database says of one: times may be text. */
export type CallFacts = Omit<Call, "startedAt"> & { startedAt: Date | string };

/** What both rows of a call begin with. */
export function callText(call: CallFacts): string {
  const { id, startedAt, projectId, endpointId, endpointName, serverId, serverName } = call;
  const { method, toolName, upstreamTool, userId, userName, clientId, clientName } = call;
  const { grantId, sessionId, era, requestBytes, requestId } = call;
  const where = { id, startedAt, projectId, endpointId, endpointName, serverId, serverName };
  const what = { method, toolName, upstreamTool };
  const who = { userId, userName, clientId, clientName, grantId, sessionId };
  return JSON.stringify({ ...where, ...what, ...who, era, requestBytes, requestId }).slice(0, -1);
}

export function startText(call: string, redactions: readonly Redaction[] | null): string {
  return `${call},"redactions":${redactionsText(redactions)}`;
}

export function logText(
  call: string,
  ending: Ending,
  redactions: readonly Redaction[] | null,
): string {
  const { decision, decisionReason, outcome, errorCode, errorMessage } = ending;
  const { durationMs, upstreamMs, responseBytes, attempts, finishedAt } = ending;
  const how = { decision, decisionReason, outcome, errorCode, errorMessage };
  const figures = { durationMs, upstreamMs, responseBytes, attempts, finishedAt };
  const facts = JSON.stringify({ ...how, ...figures }).slice(1, -1);
  return `${call},${facts},"redactions":${redactionsText(redactions)}`;
}
