// In: a chain. Out: its next calls, with what they sent and received where that goes along. Promises the order of the
// chain, and never to hold more of payloads than fits into one request.

import type { Chain } from "@/server/forwarding/chains";
import { leaf } from "@/server/forwarding/chains";
import { forwardingPool } from "@/server/infra/pg";

type Payload = { body: string; bytes: number; cut: boolean };
export type Sides = { request?: Payload; response?: Payload };

/** A row of the record; bigints as text. */
export type CallRow = {
  id: string;
  /** With the microseconds that a Date would lose. */
  at: string;
  startedAt: Date;
  finishedAt: Date;
  endpointId: string;
  endpointName: string;
  serverId: string | null;
  serverName: string | null;
  method: string;
  toolName: string | null;
  upstreamTool: string | null;
  userId: string | null;
  userName: string | null;
  clientId: string | null;
  clientName: string | null;
  grantId: string | null;
  sessionId: string | null;
  era: string;
  requestBytes: number;
  requestId: string;
  writer: string;
  seq: string;
  decision: string;
  decisionReason: string | null;
  outcome: string;
  errorCode: string | null;
  errorMessage: string | null;
  durationMs: number;
  upstreamMs: number | null;
  responseBytes: number;
  redactions: unknown;
  attempts: number;
  mac: string | null;
};

const facts =
  `id "startedAt" "finishedAt" "endpointId" "endpointName" "serverId" "serverName" method "toolName" "upstreamTool"
  "userId" "userName" "clientId" "clientName" "grantId" "sessionId" era "requestBytes" "requestId" writer decision
  "decisionReason" outcome "errorCode" "errorMessage" "durationMs" "upstreamMs" "responseBytes" redactions attempts`
    .split(/\s+/)
    .map((name) => `l.${name}`)
    .join();

const next = `SELECT ${facts}, l.seq::text, l."startedAt"::text AS at, encode(l.mac, 'hex') AS mac
  FROM "ActivityLog" l WHERE ${leaf} AND l.writer = $3 AND l.seq > $4 ORDER BY l.seq LIMIT $5`;

/** The next calls of a chain after where it stands, at most `limit`. */
export async function readCalls(
  projectId: string,
  { month, writer, after }: Chain,
  limit: number,
): Promise<CallRow[]> {
  const values = [projectId, month, writer, after, limit];
  const { rows } = await forwardingPool().query<CallRow>(next, values);
  return rows;
}

// With a limit the bodies are looked up call by call; a join may be planned as reading those of every call there is.
const ofCalls = (columns: string) =>
  `SELECT ${columns} FROM unnest($3::timestamptz[], $4::uuid[]) w(at, id) CROSS JOIN LATERAL
   (SELECT l.* FROM "ActivityPayload" l WHERE ${leaf} AND l."startedAt" = w.at AND l."callId" = w.id LIMIT 2) p`;

// The size is a column of its own: no body is read for it. What was cut is longer than this says, never shorter.
const sizes = ofCalls(`p."callId" AS id, p.bytes`);
const bodies = ofCalls(`p."callId" AS id, p.side, p.body, p.bytes, p.cut`);

/** How many of these calls, taken from the front, have payloads of at most `bytes` together; one at least. */
export async function fittingPayloads(
  projectId: string,
  month: string,
  rows: readonly CallRow[],
  bytes: number,
): Promise<number> {
  type Size = { id: string; bytes: number };
  const { rows: found } = await forwardingPool().query<Size>(
    sizes,
    placeOf(projectId, month, rows),
  );
  const byCall = new Map<string, number>();
  for (const one of found) byCall.set(one.id, (byCall.get(one.id) ?? 0) + one.bytes);
  let sum = 0;
  const tooMany = rows.findIndex(({ id }) => {
    sum += byCall.get(id) ?? 0;
    return sum > bytes;
  });
  return tooMany < 0 ? rows.length : Math.max(1, tooMany);
}

/** What these calls sent and received, by their ids. */
export async function readSides(
  projectId: string,
  month: string,
  rows: readonly CallRow[],
): Promise<Map<string, Sides>> {
  type Body = Payload & { id: string; side: string };
  const { rows: found } = await forwardingPool().query<Body>(
    bodies,
    placeOf(projectId, month, rows),
  );
  const byCall = new Map<string, Sides>();
  for (const { id, side, ...payload } of found) {
    if (side !== "request" && side !== "response") continue;
    byCall.set(id, { ...byCall.get(id), [side]: payload });
  }
  return byCall;
}

function placeOf(projectId: string, month: string, rows: readonly CallRow[]): unknown[] {
  return [projectId, month, rows.map(({ at }) => at), rows.map(({ id }) => id)];
}
