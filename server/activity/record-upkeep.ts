import { ensurePartitions } from "@/server/activity/partitions";
import { reconcile } from "@/server/activity/reconcile";
import { log } from "@/server/infra/log";

const minuteMs = 60_000;
/** Rows of a replica whose clock is behind are still found. */
const overlapMs = 10 * minuteMs;

/** Keeps the record whole: orphans every minute, partitions every hour. Returns how to stop. */
export function startRecordUpkeep(): () => void {
  let since: Date | null = null;
  let busy = false;
  async function sweep(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      const { count, until } = await reconcile(since);
      since = new Date(until.getTime() - overlapMs);
      if (count > 0) log().warn({ count }, "calls of a stopped process have an unknown outcome");
    } catch (error) {
      log().warn({ err: error }, "the record could not be reconciled; trying again in a minute");
    } finally {
      busy = false;
    }
  }
  void sweep();
  const timers = [
    setInterval(() => void sweep(), minuteMs),
    setInterval(() => void ensurePartitions().catch(warn), 60 * minuteMs),
  ];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

function warn(error: unknown): void {
  log().warn({ err: error }, "partitions of the record could not be made; trying again in an hour");
}
