// Keeps the outbound guard's list of allowed private addresses equal to the table, in every process.
import { shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { hostPortOf, setEgressAllow } from "@/server/infra/egress-allow";
import { log } from "@/server/infra/log";

type Feed = { loading: Promise<void> };

function feed(): Feed {
  return shared("settings.egress-feed", () => {
    const created: Feed = { loading: load() };
    bus().on("egress", () => void follow(created));
    return created;
  });
}

/** Resolves when the guard knows what administrators allowed. Call it at start, and before contacting a server. */
export async function egressReady(): Promise<void> {
  const current = feed();
  // A load that failed (the database was away) is tried again by whoever needs the list next.
  await current.loading.catch(() => restart(current));
}

/** Reads the table again: after a change made here, which must hold when the answer leaves. */
export async function reloadEgress(): Promise<void> {
  const current = feed();
  await current.loading.catch(() => undefined);
  await restart(current);
}

function restart(current: Feed): Promise<void> {
  current.loading = load();
  return current.loading;
}

async function follow(current: Feed): Promise<void> {
  await restart(current).catch((error: unknown) =>
    log().warn({ err: error }, "the list of allowed private addresses could not be read"),
  );
}

async function load(): Promise<void> {
  const rows = await db().egressAllowance.findMany({ select: { host: true, port: true } });
  setEgressAllow(rows.map((row) => hostPortOf(row.host, row.port)));
}
