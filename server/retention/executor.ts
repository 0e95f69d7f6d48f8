import { shared } from "@/server/core/shared";
import { log } from "@/server/infra/log";
import { openMaintenance } from "@/server/infra/maintenance";
import { mayDrop } from "@/server/retention/drop";

/**
 * Whether periods can be carried out: `not_owner` when our role may not drop tables, `unreachable` when the maintenance
 * address does not answer.
 */
export type Executor = "ready" | "not_owner" | "unreachable";

const freshMs = 60_000;
type Known = { at: number; answer: Promise<Executor> | null };

/** As found within the last minute. */
export function findExecutor(now: Date): Promise<Executor> {
  const known = shared("retention.executor", (): Known => ({ at: 0, answer: null }));
  if (known.answer && now.getTime() - known.at < freshMs) return known.answer;
  known.at = now.getTime();
  known.answer = askExecutor();
  return known.answer;
}

async function askExecutor(): Promise<Executor> {
  try {
    const client = await openMaintenance();
    try {
      return (await mayDrop(client)) ? "ready" : "not_owner";
    } finally {
      await client.end();
    }
  } catch (error) {
    log().warn({ err: error }, "the maintenance connection does not answer");
    return "unreachable";
  }
}
