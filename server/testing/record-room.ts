// Room in the record for calls of a project, also of one that is no row or of months that lie behind.
import { pool } from "@/server/infra/pg";

const dayMs = 86_400_000;

/** Partitions from so many days ago until now. */
export async function makeRoom(projectId: string, daysBack = 1): Promise<void> {
  const first = new Date(Date.now() - daysBack * dayMs);
  await pool().query("SELECT activity_ensure_leaves($1, $2, now()::date)", [projectId, first]);
}
