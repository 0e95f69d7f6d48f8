import { leaf, monthsOf, writers } from "@/server/forwarding/chains";
import type { Tx } from "@/server/infra/db";

// A destination that begins now has nothing before it to catch up with: its cursors stand at the end of every chain there
// is. A call that is under way ends behind them, and is forwarded.

const standAtHeads = `INSERT INTO "ForwardingCursor" ("destinationId", month, writer, seq)
  ${writers}
  SELECT $3::uuid, $2::date, w.writer, h.seq FROM writers w
  CROSS JOIN LATERAL (
    SELECT l.seq FROM "ActivityLog" l WHERE ${leaf} AND l.writer = w.writer ORDER BY l.seq DESC LIMIT 1
  ) h`;

export async function beginNow(tx: Tx, projectId: string, destinationId: string): Promise<void> {
  // As on forwarding's own connections: by the index, also before there are statistics.
  await tx.$executeRawUnsafe("SET LOCAL enable_sort = off");
  for (const month of await monthsOf(projectId))
    await tx.$executeRawUnsafe(standAtHeads, projectId, month, destinationId);
}
