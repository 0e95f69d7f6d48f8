import { type HeldCredential, heldColumns } from "@/server/credentials/held";
import { tryRenew } from "@/server/credentials/renew";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";

// Services let refresh tokens lapse that nobody uses, after a week or a month. Each is used once a day, so that a person who
// comes back after a holiday is still connected.

type Due = HeldCredential & { projectId: string; name: string };

/** Few at once, so that a round never outlasts its minute by much and no service meets a crowd. */
const batch = 20;

const statement = `SELECT ${heldColumns}, s."projectId", s.name
  FROM "ServerCredential" c JOIN "McpServer" s ON s.id = c."serverId"
  WHERE c.kind = 'oauth' AND c.renewable AND c."needsSignInSince" IS NULL AND s."disabledAt" IS NULL
    AND coalesce(c."refreshedAt", c."createdAt") < now() - interval '24 hours'
    AND (c."refreshNotBefore" IS NULL OR c."refreshNotBefore" <= now())
    AND (c."refreshingUntil" IS NULL OR c."refreshingUntil" <= now())
  ORDER BY coalesce(c."refreshedAt", c."createdAt") LIMIT ${batch}`;

/** Renews what has not been renewed for a day; what fails is noted on its row and tried again later. */
export async function keepFresh(now: Date): Promise<void> {
  const { rows } = await pool().query<Omit<Due, "readAt">>(statement);
  const readAt = performance.now();
  for (const row of rows) {
    const { projectId, name, url } = row;
    const server = { id: row.serverId, projectId, name, url };
    await tryRenew(server, { ...row, readAt }, now).catch((error: unknown) =>
      log().warn({ err: error, serverId: server.id }, "an idle sign-in could not be renewed"),
    );
  }
}
