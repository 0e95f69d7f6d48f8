// A durable database, servers that remember what they executed, and the built gateway between them and its callers.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { prepareDatabase } from "@/scripts/migrate.mjs";
import { type Postgres, startPostgres } from "@/scripts/postgres.mjs";
import { bus } from "@/server/infra/bus";
import { closePools } from "@/server/infra/pg";
import { openCorridor } from "@/server/testing/corridor";
import { setEnvironment } from "@/server/testing/database";
import { GatewayProcess } from "@/server/testing/gateway-process";
import { type Door, type Fate, openSession } from "@/server/testing/marked-calls";
import { startMarkedUpstream } from "@/server/testing/marked-upstream";
import { freePort } from "@/server/testing/ports";
import { closeAllSessions } from "@/server/upstream/sessions";

export type CrashScene = {
  postgres: Postgres;
  gateway: GatewayProcess;
  /** Marks in the order of execution, of both servers. */
  executed: string[];
  /** What the callers saw of each mark. */
  fates: Map<string, Fate>;
  /** `callers` doors: both eras, each to both servers. */
  doors: Door[];
  close(): Promise<void>;
};

/** Milliseconds a call may take in the gateway unless a test says otherwise. */
export const totalMs = 5_000;

export async function openCrashScene(callers: number): Promise<CrashScene> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await open(callers, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  callers: number,
  defer: (closer: () => Promise<unknown>) => void,
): Promise<Omit<CrashScene, "close">> {
  const room = await mkdtemp(join(tmpdir(), "gatehouse-crash-"));
  defer(() => rm(room, { recursive: true, force: true }));
  // Started by root, the database runs under another uid, which must be able to pass through.
  await chmod(room, 0o711);
  const postgres = await startPostgres({ dataDir: join(room, "data") });
  defer(() => postgres.stop());
  const database = { url: postgres.applicationUrl, maintenanceUrl: postgres.url };
  await prepareDatabase(database);
  setEnvironment(database);
  const executed: string[] = [];
  const upstreams = [
    await startMarkedUpstream("E25", "work-2025", executed),
    await startMarkedUpstream("E26", "work-2026", executed),
  ];
  for (const upstream of upstreams) defer(upstream.close);
  const { endpoint, token } = await openCorridor(upstreams);
  await closeAllSessions();
  await bus().close();
  await closePools();
  const gateway = new GatewayProcess(await freePort(), {
    DATA_DIR: join(room, "data"),
    LOG_LEVEL: "silent",
    LIMIT_CALLS_PER_MINUTE: "10000000",
    UPSTREAM_TOTAL_MS: String(totalMs),
  });
  defer(() => gateway.signal("SIGKILL"));
  await gateway.start();
  const url = `http://localhost:${gateway.port}/mcp/${endpoint.slug}`;
  const doors = await openDoors(callers, url, token);
  return { postgres, gateway, executed, fates: new Map(), doors };
}

async function openDoors(callers: number, url: string, token: string): Promise<Door[]> {
  const doors: Door[] = [];
  for (let caller = 0; caller < callers; caller++) {
    const tool = caller % 2 === 0 ? "work-2025" : "work-2026";
    const isModern = caller % 4 >= 2;
    const door = { url, token, tool };
    doors.push(isModern ? { ...door, session: null } : await openSession(door));
  }
  return doors;
}

/** `pg_ctl stop -m immediate`; resolves when the database, started again by its keeper, takes connections. */
export async function crashPostgres(postgres: Postgres): Promise<void> {
  const { pid } = postgres;
  process.kill(pid, "SIGQUIT");
  while (postgres.pid === pid || !(await answers(postgres.url))) await pause(10);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  const isThere = await client.connect().then(
    () => true,
    () => false,
  );
  await client.end();
  return isThere;
}
