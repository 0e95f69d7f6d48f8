// In: nothing. Out: the housekeeping of this process, started: the record reconciled, partitions made ahead, what expired
// removed, missing keys told. Promises that one failed round is logged and tried again, and never ends the process.
import { digestMore } from "@/server/activity/digest/build";
import { startRecordUpkeep } from "@/server/activity/record-upkeep";
import { deleteExpiredSessions } from "@/server/auth/session-store";
import { purgeAttempts } from "@/server/credentials/attempts";
import { keepFresh } from "@/server/credentials/keep-fresh";
import { deleteEndedMcpSessions } from "@/server/endpoints/mcp-sessions";
import { startForwarding } from "@/server/forwarding/forwarder";
import { watchEncryptionKeys } from "@/server/infra/key-check";
import { log } from "@/server/infra/log";
import { purgeOAuth } from "@/server/oauth/purge";
import { upkeepRetention } from "@/server/retention/upkeep";

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Returns how to stop; it is over when what is under way at other systems has ended or was cut off. */
export function startUpkeep(): () => Promise<void> {
  const stopForwarding = startForwarding();
  const stopRecord = startRecordUpkeep();
  const timer = setInterval(() => void keepHouse(new Date()), hourMs);
  timer.unref();
  // A process that is replaced within the hour does its part, too.
  const first = setTimeout(() => void keepHouse(new Date()), minuteMs);
  first.unref();
  const stopRenewing = everyMinute(() => keepFresh(new Date()), "idle sign-ins were not renewed");
  const stopDigesting = everyMinute(() => digestMore(new Date()), "calls were not digested");
  return () => {
    clearInterval(timer);
    clearTimeout(first);
    stopRenewing();
    stopDigesting();
    stopRecord();
    return stopForwarding();
  };
}

/** One round after the other: a slow one is not joined by the next. */
function everyMinute(round: () => Promise<void>, failure: string): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    round()
      .catch((error: unknown) => log().warn({ err: error }, failure))
      .finally(() => {
        isBusy = false;
      });
  }, minuteMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function keepHouse(now: Date): Promise<void> {
  const rounds = [
    purgeOAuth(now),
    deleteExpiredSessions(now),
    deleteEndedMcpSessions(now),
    purgeAttempts(now),
    watchEncryptionKeys(),
    upkeepRetention(now),
  ];
  for (const round of await Promise.allSettled(rounds)) {
    if (round.status === "rejected")
      log().warn({ err: round.reason }, "a round of housekeeping failed; trying again in an hour");
  }
}
