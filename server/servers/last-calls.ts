import { db } from "@/server/infra/db";

/** How many of the project's latest calls are looked at: the index gives them, so a long record costs no more. */
const window = 2_000;

/** When each server was last called, as far as the project's latest calls tell. */
export async function lastCalls(projectId: string): Promise<Map<string, Date>> {
  const rows = await db().$queryRaw<{ serverId: string; at: Date }[]>`
    SELECT "serverId", max("startedAt") AS "at"
    FROM (
      SELECT "serverId", "startedAt" FROM "ActivityLog" WHERE "projectId" = ${projectId}::uuid
      ORDER BY "startedAt" DESC, "id" DESC LIMIT ${window}
    ) AS latest
    WHERE "serverId" IS NOT NULL
    GROUP BY "serverId"`;
  return new Map(rows.map((row) => [row.serverId, row.at]));
}
