// A PostgreSQL that exists only as long as someone looks at it: for tests and for authoring migrations.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../postgres.mjs";

/** @returns {Promise<import("../postgres.mjs").Postgres>} whose `stop` also removes what it wrote */
export async function startScratchPostgres() {
  const room = await mkdtemp(join(tmpdir(), "gatehouse-postgres-"));
  // Started by root, the database runs under another uid, which must be able to pass through.
  await chmod(room, 0o711);
  const remove = () => rm(room, { recursive: true, force: true });
  try {
    const postgres = await startPostgres({ dataDir: join(room, "data"), durable: false });
    const stop = async () => {
      await postgres.stop();
      await remove();
    };
    return { ...postgres, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
