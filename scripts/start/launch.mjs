// The order in which an installation comes up, each step checked before the next, and goes down again.
import process from "node:process";
import { ensureBuild } from "../build.mjs";
import { formatSeconds, runCommand, say, step } from "../console.mjs";
import { checkDatabase } from "../database.mjs";
import { ensureDependencies } from "../install.mjs";
import { claim, ensureWritable, requireFreePort } from "../instance.mjs";
import { migrate, ROOT } from "../migrate.mjs";
import { startPostgres } from "../postgres.mjs";
import { whenNpmEnds } from "../processes.mjs";
import { ensureSecrets, hasSecrets } from "../secrets.mjs";
import { loadEnvFile, readSettings } from "../settings.mjs";
import { serve } from "./serve.mjs";

/** @typedef {(task: () => unknown) => void} Defer */

/** @param {import("../settings.mjs").Settings} settings @param {Defer} defer */
async function takePlace(settings, defer) {
  const { dataDir, databaseUrl, host, port } = settings;
  // With everything given from outside, nothing is kept here and the directory may be read-only.
  if (databaseUrl && hasSecrets(process.env)) {
    await requireFreePort(port, host);
    return undefined;
  }
  await ensureWritable(dataDir);
  const place = await claim(dataDir);
  defer(place.release);
  await requireFreePort(port, host);
  return place;
}

/** @param {import("../settings.mjs").Settings} settings @param {Defer} defer @returns {Promise<string>} its URL */
export async function openDatabase({ dataDir, databaseUrl }, defer) {
  if (databaseUrl) return databaseUrl;
  const postgres = await step("Starting PostgreSQL", () =>
    startPostgres({ dataDir, onRestart: (said) => process.stderr.write(`${said}\n`) }),
  );
  defer(() => postgres.stop());
  return postgres.url;
}

/** Everything up to the point where the server may be started. @param {Defer} defer @param {boolean} prebuilt */
async function prepare(defer, prebuilt) {
  process.chdir(ROOT);
  loadEnvFile();
  const settings = readSettings(process.env);
  const place = await takePlace(settings, defer);
  if (!prebuilt) await ensureDependencies(ROOT);
  const { databaseUrl } = settings;
  if (databaseUrl) await step("Checking the database", () => checkDatabase(databaseUrl));
  if (!prebuilt) await ensureBuild();
  const secrets = await ensureSecrets(settings.dataDir, process.env);
  const url = await openDatabase(settings, defer);
  await step("Migrating the database", () => migrate(url));
  const env = { ...secrets, DATABASE_URL: url, DATA_DIR: settings.dataDir };
  return { env, place };
}

/** @param {{ address: string, setupUrl?: string }} ready @param {number} began */
function announce({ address, setupUrl }, began) {
  const lines = ["", `  Gatehouse is ready after ${formatSeconds(performance.now() - began)}`, ""];
  lines.push(`    Address   ${address}`);
  if (setupUrl) lines.push(`    Set up    ${setupUrl}  (valid once)`);
  lines.push("", "  Ctrl-C stops it.", "");
  say(lines.join("\n"));
}

/** Runs until the server ends or someone interrupts. `--prebuilt` is for the image, which holds no sources. */
export async function launch() {
  await runCommand(async (defer) => {
    // The time since this process began includes loading Node itself.
    const began = 0;
    whenNpmEnds(() => process.kill(process.pid, "SIGTERM"));
    say("");
    const { env, place } = await prepare(defer, process.argv.includes("--prebuilt"));
    // What the server says while it starts would break a line that waits for its duration.
    say("  Starting the server …");
    const server = serve(env);
    defer(server.stop);
    if (place && server.pid) await place.serves(server.pid);
    const ready = await server.ready;
    announce(ready, began);
    // A test that forks us waits for this.
    process.send?.(ready);
    return await server.ended;
  });
}
