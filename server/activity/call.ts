import { type Ctx, notFound } from "@/server/access/access";
import { accessOf, type CallAccess } from "@/server/activity/call-access";
import type { Call } from "@/server/activity/queries";
import { type CallRef, type Redaction, toOutcome } from "@/server/activity/schema";
import { endpointScope } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { findRemoval, type Removal } from "@/server/retention/removal";

type Payload = { body: string; bytes: number; cut: boolean };

/** Everything the record says about one call. */
export type CallDetail = Omit<Call, "redacted"> & {
  /** The MCP session it came in, where its protocol has sessions. */
  sessionId: string | null;
  upstreamTool: string | null;
  userId: string | null;
  clientId: string | null;
  requestId: string;
  era: string;
  requestBytes: number;
  responseBytes: number | null;
  decision: string | null;
  decisionReason: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  upstreamMs: number | null;
  finishedAt: Date | null;
  /** Where they stand today; null when they are gone. */
  endpointSlug: string | null;
  serverSlug: string | null;
  /** What let the client in; null when that is gone. */
  access: CallAccess | null;
  /** Null when the person may not read payloads; a side without a body is null too. */
  payloads: { request: Payload | null; response: Payload | null } | null;
  /** That there were payloads once, which retention has removed; null when that is not so. */
  payloadsRemoved: Removal | null;
  /** Null when no filter was on, or the person may not read payloads: the paths are a part of them. */
  redactions: Redaction[] | null;
};

type Computed =
  | "outcome"
  | "endpointSlug"
  | "serverSlug"
  | "access"
  | "payloads"
  | "payloadsRemoved";

export type CallRecord = Omit<CallDetail, Computed> & {
  outcome: string;
  endpointId: string;
  serverId: string | null;
  grantId: string | null;
  at: string;
};

const shared = `c."id", c."startedAt", c."startedAt"::text AS at, c."endpointId", c."endpointName", c."serverId",
  c."serverName", c."method", c."toolName", c."upstreamTool", c."userId", c."userName", c."clientId", c."clientName",
  c."era", c."requestBytes", c."requestId", c."redactions", c."sessionId", c."grantId"`;

// The id is a UUIDv7 and carries its time, which keeps the search within one partition and a few pages of its index.
const where = `WHERE c."id" = $1 AND c."projectId" = $2 AND ($4::uuid[] IS NULL OR c."endpointId" = ANY($4))
  AND c."startedAt" BETWEEN to_timestamp($3::float8 / 1000) - interval '1 minute'
  AND to_timestamp($3::float8 / 1000) + interval '1 minute'`;

const ended = `SELECT ${shared}, c."outcome", c."durationMs", c."upstreamMs", c."responseBytes", c."decision",
  c."decisionReason", c."errorCode", c."errorMessage", c."finishedAt", c."attempts" FROM "ActivityLog" c ${where}`;

const begun = `SELECT ${shared}, 'running' AS "outcome", NULL::float8 AS "durationMs", NULL::float8 AS "upstreamMs",
  NULL::int AS "responseBytes", NULL AS "decision", NULL AS "decisionReason", NULL AS "errorCode",
  NULL AS "errorMessage", NULL::timestamptz AS "finishedAt", 1 AS "attempts"
  FROM "ActivityStart" c ${where}`;

const bodies = `SELECT "side", "body", "bytes", "cut" FROM "ActivityPayload"
  WHERE "projectId" = $1 AND "startedAt" = $2::timestamptz AND "callId" = $3`;

/** One call; what was sent and answered only for those who may read payloads. */
export async function getCall(ctx: Ctx, { id }: CallRef): Promise<CallDetail> {
  const { projectId } = ctx;
  const row = await requireCall(ctx, id);
  const { at, endpointId, serverId, grantId, outcome, redactions, ...rest } = row;
  const mayRead = ctx.access.can("activity.readPayload");
  const payloads = mayRead ? await payloadsOf(projectId, at, id) : null;
  const isBare = payloads !== null && !payloads.request && !payloads.response;
  // Other messages never had any.
  const mayHaveHad = isBare && rest.method === "tools/call";
  return {
    ...rest,
    outcome: toOutcome(outcome),
    ...(await whereNow(projectId, endpointId, serverId)),
    access: grantId ? await accessOf(projectId, grantId) : null,
    payloads,
    payloadsRemoved: mayHaveHad ? await findRemoval(projectId, rest.startedAt) : null,
    redactions: mayRead ? redactions : null,
  };
}

/** Its row, begun or ended. Throws `not_found`, also for a call to an endpoint that one may not see. */
export async function requireCall(ctx: Ctx, id: string): Promise<CallRecord> {
  const { projectId } = ctx.access.where("activity.read");
  const scope = await endpointScope(db(), ctx, "endpoint.read");
  const values = [id, projectId, timeOf(id), scope];
  const row =
    (await first<CallRecord>("call.ended", ended, values)) ??
    (await first<CallRecord>("call.begun", begun, values));
  if (!row) throw notFound("call");
  return row;
}

async function whereNow(projectId: string, endpointId: string, serverId: string | null) {
  const [endpoint, server] = await Promise.all([
    db().mcpEndpoint.findFirst({ where: { id: endpointId, projectId }, select: { slug: true } }),
    serverId
      ? db().mcpServer.findFirst({ where: { id: serverId, projectId }, select: { slug: true } })
      : null,
  ]);
  return { endpointSlug: endpoint?.slug ?? null, serverSlug: server?.slug ?? null };
}

async function payloadsOf(
  projectId: string,
  startedAt: string,
  id: string,
): Promise<CallDetail["payloads"]> {
  const { rows } = await pool().query<Payload & { side: string }>({
    name: "call.payloads",
    text: bodies,
    values: [projectId, startedAt, id],
  });
  const of = (side: string) => {
    const row = rows.find((one) => one.side === side);
    return row ? { body: row.body, bytes: row.bytes, cut: row.cut } : null;
  };
  return { request: of("request"), response: of("response") };
}

async function first<T extends object>(name: string, text: string, values: unknown[]) {
  return (await pool().query<T>({ name, text, values })).rows[0];
}

/** Milliseconds of a UUIDv7 (RFC 9562 §5.7). */
function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}
