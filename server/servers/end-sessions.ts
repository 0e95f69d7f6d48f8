import { bus } from "@/server/infra/bus";
import { log } from "@/server/infra/log";
import { closeServerSessions } from "@/server/upstream/sessions";

// Sessions with a server that is gone, switched off or no longer the same must not wait for their idle time: they end
// here at once, and on every other replica as it hears of it.

/** Call it after the change is committed; the change stands, whatever happens here. */
export async function endServerSessions(serverId: string): Promise<void> {
  await bus()
    .publish("upstream", serverId)
    .catch((error: unknown) => log().warn({ err: error, serverId }, "replicas were not told"));
  await closeServerSessions(serverId);
}

/** Ends here what another replica's administrators changed. Call once per process. */
export function followServerEnds(): () => void {
  return bus().on("upstream", (serverId) => {
    if (serverId !== null) void closeServerSessions(serverId);
  });
}
