// The embedded PostgreSQL: a real server of its own, started for one DATA_DIR and kept alive while we live.
import { setTimeout as wait } from "node:timers/promises";
import { findBinaries } from "./postgres/binaries.mjs";
import { ensureCluster, openCluster, saveState } from "./postgres/cluster.mjs";
import {
  adminUrl,
  applicationUrl,
  ensureApplicationDatabase,
  ownerUrl,
} from "./postgres/connect.mjs";
import { adoptPostmaster, freePort, launchPostmaster } from "./postgres/postmaster.mjs";
import { ensureDataDir } from "./writable.mjs";

/**
 * @typedef {object} Postgres
 * @property {string} url our database, as the role that owns its tables
 * @property {string} applicationUrl the same as the role that serves
 * @property {string} adminUrl the superuser, for the launcher and the tests
 * @property {number} port
 * @property {number} pid of the postmaster that runs now
 * @property {() => Promise<void>} stop
 */

/** A port that was free may be taken a moment later. */
async function launchSomewhere(cluster, binaries, durable) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? cluster.state.port : undefined);
    try {
      return await launchPostmaster(cluster, binaries, { port, durable });
    } catch (error) {
      if (attempt === 3) throw error;
      // Backends of a killed postmaster need a moment to notice and let go of the shared memory.
      await wait(300 * attempt);
    }
  }
}

/**
 * Starts the database of a DATA_DIR, creating it when there is none, or adopts the one that still runs.
 * When it dies it is started again on the same port, with a back-off, until `stop` is called.
 * @param {{ dataDir: string, durable?: boolean, onRestart?: (said: string) => void }} options
 *   `durable: false` is for tests: nothing survives a crash of the machine
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ dataDir, durable = true, onRestart = () => {} }) {
  await ensureDataDir(dataDir);
  const cluster = await openCluster(dataDir);
  const binaries = await findBinaries(cluster.owner);
  await ensureCluster(cluster, binaries, { durable });
  let current =
    (await adoptPostmaster(cluster)) ?? (await launchSomewhere(cluster, binaries, durable));
  const { port } = current;
  try {
    cluster.state.port = port;
    await saveState(cluster);
    await ensureApplicationDatabase(cluster, port);
  } catch (error) {
    await current.stop();
    throw error;
  }

  let stopping = false;
  async function keepAlive() {
    for (let failures = 0; !stopping; ) {
      await current.ended;
      if (stopping) return;
      onRestart("The database ended unexpectedly and is being started again.");
      try {
        await adoptPostmaster(cluster);
        if (stopping) return;
        current = await launchPostmaster(cluster, binaries, { port, durable });
        if (stopping) await current.stop();
        failures = 0;
      } catch (error) {
        failures += 1;
        onRestart(error instanceof Error ? error.message : String(error));
        await wait(Math.min(100 * 2 ** failures, 5000), undefined, { ref: false });
      }
    }
  }
  const watching = keepAlive();

  return {
    url: ownerUrl(cluster, port),
    applicationUrl: applicationUrl(cluster, port),
    adminUrl: adminUrl(cluster, port),
    port,
    get pid() {
      return current.pid;
    },
    async stop() {
      stopping = true;
      await current.stop();
      await Promise.race([watching, wait(1000, undefined, { ref: false })]);
    },
  };
}
