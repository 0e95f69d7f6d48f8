import { type Outcome, toOutcome } from "@/server/activity/schema";
import type { Actor } from "@/server/core/context";
import { pool } from "@/server/infra/pg";
import { projectsHolding } from "@/server/projects/holding";

/** A call made in a person's name, as they see it themselves. Names are as they were then. */
export type MyCall = {
  id: string;
  startedAt: Date;
  outcome: Outcome;
  endpointName: string;
  serverName: string | null;
  method: string;
  toolName: string | null;
  clientName: string | null;
  durationMs: number;
  /** Where they may open it; null without the right to read the record. */
  projectSlug: string | null;
};

type Row = Omit<MyCall, "outcome" | "projectSlug"> & { outcome: string; projectId: string };

// The record is in order of time for each project and not by person: only the day before the last use of a client of
// theirs is looked through, however long the record is. Uses are noted a minute apart.
const statement = `
  WITH mine AS (
    SELECT e."projectId", max(g."lastUsedAt") AS last
    FROM "OAuthGrant" g JOIN "McpEndpoint" e ON e.id = g."endpointId"
    WHERE g."userId" = $1 AND g."lastUsedAt" IS NOT NULL GROUP BY 1)
  SELECT found.* FROM mine CROSS JOIN LATERAL (
    SELECT c."id", c."startedAt", c."projectId", c."outcome", c."endpointName", c."serverName", c."method",
      c."toolName", c."clientName", c."durationMs"
    FROM "ActivityLog" c
    WHERE c."projectId" = mine."projectId" AND c."userId" = $1 AND c."method" = 'tools/call'
      AND c."startedAt" > mine.last - interval '1 day' AND c."startedAt" < mine.last + interval '10 minutes'
    ORDER BY c."startedAt" DESC, c."id" DESC LIMIT 20) found
  ORDER BY found."startedAt" DESC, found."id" DESC LIMIT 20`;

/** At most 20, the newest first, of the day on which a client of theirs was last used. */
export async function listMyCalls(actor: Pick<Actor, "userId" | "now">): Promise<MyCall[]> {
  const { rows } = await pool().query<Row>({
    name: "calls.mine",
    text: statement,
    values: [actor.userId],
  });
  const readable = await projectsHolding(actor, "activity.read");
  return rows.map(({ projectId, outcome, ...row }) => ({
    ...row,
    outcome: toOutcome(outcome),
    projectSlug: readable.get(projectId) ?? null,
  }));
}
