import { type Chain, findPending, leaf, monthsOf } from "@/server/forwarding/chains";
import { forwardingPool } from "@/server/infra/pg";

/** Calls counted at most: beyond it the number says little and costs much. */
const lagCountedTo = 10_000;

export type Lag = {
  /** Calls that wait, counted up to a limit; those a destination does not want count until they are passed over. */
  calls: number;
  isMore: boolean;
  /** Since when the one waits that waited longest; null when nothing does. */
  since: Date | null;
};

/** What the record holds and the destination has not acknowledged. */
export async function lagOf(destination: { id: string; projectId: string }): Promise<Lag> {
  const chains = await findPending(destination, await monthsOf(destination.projectId));
  let calls = 0;
  for (const chain of chains) {
    calls += await countWaiting(destination.projectId, chain, lagCountedTo + 1 - calls);
    if (calls > lagCountedTo) break;
  }
  const since = chains[0]?.since ?? null;
  return { calls: Math.min(calls, lagCountedTo), isMore: calls > lagCountedTo, since };
}

const waiting = `SELECT count(*)::int AS n FROM (
  SELECT 1 FROM "ActivityLog" l WHERE ${leaf} AND l.writer = $3 AND l.seq > $4 LIMIT $5) w`;

async function countWaiting(
  projectId: string,
  { month, writer, after }: Chain,
  limit: number,
): Promise<number> {
  const values = [projectId, month, writer, after, limit];
  const { rows } = await forwardingPool().query<{ n: number }>(waiting, values);
  return rows[0]?.n ?? 0;
}
