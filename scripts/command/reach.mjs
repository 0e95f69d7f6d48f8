// The database of an installation, whether or not Gatehouse runs on it now. Nothing is created, and a PostgreSQL that
// serves somebody else is neither adopted nor stopped.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, step } from "../console.mjs";
import { checkDatabase } from "../database.mjs";
import { claim } from "../instance.mjs";
import { openCluster } from "../postgres/cluster.mjs";
import { applicationUrl, query } from "../postgres/connect.mjs";
import { startPostgres } from "../postgres.mjs";

/** @param {string} dataDir @returns {Promise<string | undefined>} the address where it answers */
async function findRunning(dataDir) {
  const cluster = await openCluster(dataDir);
  const { port } = cluster.state;
  if (!port) return undefined;
  // Its password is known to this DATA_DIR alone, so whoever takes it is the right one.
  const url = applicationUrl(cluster, port);
  return await query(url, "SELECT 1").then(
    () => url,
    () => undefined,
  );
}

/**
 * @param {import("../settings.mjs").Settings} settings
 * @param {(task: () => unknown) => void} defer
 * @returns {Promise<string>} its URL
 */
export async function reachDatabase({ dataDir, databaseUrl }, defer) {
  if (databaseUrl) {
    await checkDatabase(databaseUrl);
    return databaseUrl;
  }
  if (!existsSync(join(dataDir, "postgres.json"))) {
    throw new Failure(
      `There is no database in DATA_DIR ${dataDir}: set DATA_DIR or DATABASE_URL as for Gatehouse itself.`,
    );
  }
  const running = await findRunning(dataDir);
  if (running) return running;
  const place = await claim(dataDir);
  defer(place.release);
  const postgres = await step("Starting PostgreSQL", () => startPostgres({ dataDir }));
  defer(() => postgres.stop());
  return postgres.applicationUrl;
}
