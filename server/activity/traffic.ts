import type { Ctx } from "@/server/access/access";
import { endpointScope } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";

const hours = 24;

// Hour 0 is the oldest, hour 23 ends now.
const hour = `(${hours - 1} - floor(extract(epoch FROM ($2::timestamptz - "startedAt")) / 3600))::int`;
const lastDay = `"projectId" = $1 AND "startedAt" > $2::timestamptz - interval '${hours} hours'
  AND "startedAt" <= $2::timestamptz AND "method" = 'tools/call' AND ($3::uuid[] IS NULL OR "endpointId" = ANY($3))`;

const byEndpoint = `SELECT "endpointId", ${hour} AS hour, sum("attempts")::int AS count FROM "ActivityLog"
  WHERE ${lastDay} GROUP BY 1, 2`;

/** Calls of tools at each endpoint in the last 24 hours, hour by hour. Endpoints without a call are not in it. */
export async function endpointTraffic(
  ctx: Ctx,
): Promise<{ endpointId: string; hours: number[] }[]> {
  const { projectId } = ctx.access.where("activity.read");
  const { rows } = await pool().query<{ endpointId: string; hour: number; count: number }>({
    name: "traffic.endpoints",
    text: byEndpoint,
    values: [projectId, ctx.now, await endpointScope(db(), ctx, "endpoint.read")],
  });
  return [...new Set(rows.map((row) => row.endpointId))].map((endpointId) => ({
    endpointId,
    hours: spread(rows.filter((row) => row.endpointId === endpointId)),
  }));
}

function spread(counts: readonly { hour: number; count: number }[]): number[] {
  const byHour = new Map(counts.map(({ hour, count }) => [hour, count]));
  return Array.from({ length: hours }, (_, index) => byHour.get(index) ?? 0);
}
