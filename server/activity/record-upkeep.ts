import { ownChains } from "@/server/activity/lane";
import { ensurePartitions } from "@/server/activity/partitions";
import { anchorTails, lastCallBefore } from "@/server/activity/proof/anchor-tails";
import { checkpoint } from "@/server/activity/proof/checkpoints";
import { reconcile } from "@/server/activity/reconcile";
import { log } from "@/server/infra/log";

const begunAt = new Date(performance.timeOrigin);
const minuteMs = 60_000;
/** Rows of a replica whose clock is behind are still found; a new process looks further back. */
const overlapMs = { first: 24 * 60 * minuteMs, later: 10 * minuteMs };
const tailsEveryMs = 5 * minuteMs;

/** Notes how far the chains of this process have come; also the last thing before it ends. */
export async function noteChains(now: Date): Promise<void> {
  await checkpoint(await ownChains(), now);
}

/**
 * Keeps the record whole: orphans and checkpoints every minute, what stopped processes left every five, partitions every
 * hour. Returns how to stop.
 */
export function startRecordUpkeep(): () => void {
  let overlap = overlapMs.first;
  let busy = false;
  let tailsAt = 0;
  async function noteTails(now: Date): Promise<void> {
    if (now.getTime() - tailsAt < tailsEveryMs) return;
    // The first time, where the record ended before this process: that may be long ago.
    const until = tailsAt === 0 ? await lastCallBefore(begunAt) : now;
    const count = await anchorTails(until ?? now, now);
    tailsAt = now.getTime();
    if (count > 0) log().warn({ count }, "rows of a stopped process are in a checkpoint now");
  }
  async function sweep(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      const count = await reconcile(overlap);
      if (count === null) return;
      overlap = overlapMs.later;
      if (count > 0) log().warn({ count }, "calls of a stopped process have an unknown outcome");
      await noteTails(new Date());
    } catch (error) {
      log().warn({ err: error }, "the record could not be reconciled; trying again in a minute");
    } finally {
      busy = false;
    }
  }
  void sweep();
  const timers = [
    setInterval(() => void sweep(), minuteMs),
    setInterval(() => void noteChains(new Date()).catch(warnOfCheckpoint), minuteMs),
    setInterval(() => void ensurePartitions().catch(warn), 60 * minuteMs),
  ];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

export function warnOfCheckpoint(error: unknown): void {
  log().warn({ err: error }, "a checkpoint could not be written; trying again in a minute");
}

function warn(error: unknown): void {
  log().warn({ err: error }, "partitions of the record could not be made; trying again in an hour");
}
