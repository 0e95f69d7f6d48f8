// In: the environment. Out: a process that may serve. Promises to check before it changes anything, and to run once per
// process, whichever door opens first.
import { ownChains } from "@/server/activity/lane";
import { ensurePartitions } from "@/server/activity/partitions";
import { prepareFirstRun } from "@/server/auth/bootstrap";
import { shared } from "@/server/core/shared";
import { upstreamSessionStore } from "@/server/endpoints/upstream-sessions";
import { requireSoundDatabase } from "@/server/gateway/health";
import { followServerEnds } from "@/server/servers/end-sessions";
import { egressReady } from "@/server/settings/egress-feed";
import { startUpkeep } from "@/server/upkeep";
import { setSessionStore } from "@/server/upstream/session-store";

export type Booted = {
  /** The one-time link, while nobody exists. */
  setupUrl: string | null;
  stopUpkeep(): void;
};

/** Throws AppError with one sentence when this installation cannot be served. */
export function boot(): Promise<Booted> {
  return shared("boot", prepare);
}

const door = () => shared("boot.door", () => ({ own: false }));

/** The Node door prepares the process itself and tells failures its own way. */
export function bootHere(): Promise<Booted> {
  door().own = true;
  return boot();
}

export function isBootedElsewhere(): boolean {
  return door().own;
}

async function prepare(): Promise<Booted> {
  await requireSoundDatabase();
  await ensurePartitions();
  // What the chains do not cover is counted once, before anything is added.
  await ownChains();
  await egressReady();
  setSessionStore(upstreamSessionStore);
  followServerEnds();
  const { setupUrl } = await prepareFirstRun();
  return { setupUrl, stopUpkeep: startUpkeep() };
}
