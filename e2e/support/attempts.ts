// A row that stands for many refused requests, as the gateway counts them together.
import { newId } from "@/server/core/ids";
import { inDatabase } from "./database";

/** At the first endpoint of the project, some minutes ago. */
export async function addAttempts(project: string, attempts: number): Promise<void> {
  const startedAt = new Date(Date.now() - 5 * 60_000);
  const id = newId(startedAt.getTime());
  await inDatabase(async (client) => {
    await client.query(
      `INSERT INTO "ActivityLog" (id, "requestId", "startedAt", "finishedAt", "projectId", "endpointId", "endpointName",
         method, era, "requestBytes", writer, seq, decision, "decisionReason", outcome, "errorCode", "errorMessage",
         "durationMs", "responseBytes", attempts)
       SELECT $1::uuid, $1, $2::timestamptz, $2::timestamptz + interval '1 minute', p.id, e.id, e.name,
         'tools/call', 'none', 0, gen_random_uuid(), 1, 'denied', 'unauthenticated', 'denied', 'invalid_token',
         'The token is not valid. Sent from 203.0.113.7.', 0, 0, $3
       FROM "Project" p JOIN "McpEndpoint" e ON e."projectId" = p.id WHERE p.slug = $4 ORDER BY e."createdAt" LIMIT 1`,
      [id, startedAt, attempts, project],
    );
  });
}
