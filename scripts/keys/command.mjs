// `npm run keys` once Node is known to be new enough: the installation's settings, its database, and the server's own code.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { generate } from "../build.mjs";
import { Failure, runCommand, say } from "../console.mjs";
import { ensureDependencies } from "../install.mjs";
import { ROOT } from "../migrate.mjs";
import { keptSecrets } from "../secrets.mjs";
import { loadEnvFile, readSettings } from "../settings.mjs";
import { bundleKeys, hasKeysSource, importKeys } from "./bundle.mjs";
import { reachDatabase } from "./reach.mjs";

/** An image holds the result and no sources. */
async function prepareCode() {
  if (!hasKeysSource(ROOT)) return;
  await ensureDependencies(ROOT);
  if (!existsSync(join(ROOT, "server/infra/generated"))) await generate();
  await bundleKeys(ROOT);
}

/** One line that changes at a terminal; elsewhere one a second. */
function createProgress() {
  let last = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${line}`);
    else if (performance.now() - last > 1000) {
      say(line);
      last = performance.now();
    }
  };
}

/** @param {string[]} args */
export async function keys(args) {
  await runCommand(async (defer) => {
    process.chdir(ROOT);
    loadEnvFile();
    const settings = readSettings(process.env);
    const secrets = await keptSecrets(settings.dataDir, process.env);
    if (!secrets.ENCRYPTION_KEYS) {
      throw new Failure(
        `ENCRYPTION_KEYS is not set, and DATA_DIR ${settings.dataDir} holds none: set it as for Gatehouse itself.`,
      );
    }
    await prepareCode();
    const DATABASE_URL = await reachDatabase(settings, defer);
    // What does not open is counted; a line of the log for each would bury the count.
    Object.assign(process.env, { ...secrets, DATABASE_URL, LOG_LEVEL: "silent" });
    const { runKeys } = await importKeys(ROOT);
    return await runKeys(args, { say, progress: createProgress() }).catch((error) => {
      if (error?.name === "AppError") throw new Failure(error.message);
      throw error;
    });
  });
}
