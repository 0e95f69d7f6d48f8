// A command of an installation once Node is known to be new enough: its settings, its database, and the server's own code.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { generate } from "../build.mjs";
import { Failure, runCommand, say } from "../console.mjs";
import { ensureDependencies } from "../install.mjs";
import { ROOT } from "../migrate.mjs";
import { keptSecrets } from "../secrets.mjs";
import { loadEnvFile, readSettings } from "../settings.mjs";
import { bundleCommand, hasSource, importCommand } from "./bundle.mjs";
import { reachDatabase } from "./reach.mjs";

/** An image holds the result and no sources. @param {keyof typeof import("./bundle.mjs").COMMANDS} name */
async function prepareCode(name) {
  if (!hasSource(ROOT, name)) return;
  await ensureDependencies(ROOT);
  if (!existsSync(join(ROOT, "server/infra/generated"))) await generate();
  await bundleCommand(ROOT, name);
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

/**
 * @typedef {object} Terminal
 * @property {(line: string) => void} say
 * @property {(line: string) => void} progress
 *
 * Runs `work` with the command's module and its terminal; what it returns is the exit code.
 * @param {keyof typeof import("./bundle.mjs").COMMANDS} name
 * @param {(module: any, terminal: Terminal) => Promise<number>} work
 */
export async function runServerCommand(name, work) {
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
    await prepareCode(name);
    const DATABASE_URL = await reachDatabase(settings, defer);
    // What a command finds it says itself; a line of the log for each would bury it.
    Object.assign(process.env, { ...secrets, DATABASE_URL, LOG_LEVEL: "silent" });
    const module = await importCommand(ROOT, name);
    return await work(module, { say, progress: createProgress() }).catch((error) => {
      if (error?.name === "AppError") throw new Failure(error.message);
      throw error;
    });
  });
}
