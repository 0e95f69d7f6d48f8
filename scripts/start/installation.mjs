// What serving and developing share: a place of its own, dependencies, secrets and a migrated database, each checked
// before the next is touched.
import process from "node:process";
import { step } from "../console.mjs";
import { checkDatabase } from "../database.mjs";
import { ensureDependencies } from "../install.mjs";
import { claim, requireFreePort } from "../instance.mjs";
import { migrate, ROOT } from "../migrate.mjs";
import { startPostgres } from "../postgres.mjs";
import { ensureSecrets, hasSecrets } from "../secrets.mjs";
import { loadEnvFile, readSettings } from "../settings.mjs";
import { ensureDataDir } from "../writable.mjs";

/** @typedef {(task: () => unknown) => void} Defer */

/** @param {import("../settings.mjs").Settings} settings @param {Defer} defer */
async function takePlace({ dataDir, databaseUrl, host, port }, defer) {
  // With everything given from outside, nothing is kept here and the directory may be read-only.
  const place = databaseUrl && hasSecrets(process.env) ? undefined : await claimDirectory(dataDir);
  if (place) defer(place.release);
  await requireFreePort(port, host);
  return place;
}

/** @param {string} dataDir */
async function claimDirectory(dataDir) {
  await ensureDataDir(dataDir);
  return await claim(dataDir);
}

/** @param {import("../settings.mjs").Settings} settings @param {Defer} defer @returns {Promise<string>} its URL */
async function openDatabase({ dataDir, databaseUrl }, defer) {
  if (databaseUrl) return databaseUrl;
  const postgres = await step("Starting PostgreSQL", () =>
    startPostgres({ dataDir, onRestart: (said) => process.stderr.write(`${said}\n`) }),
  );
  defer(() => postgres.stop());
  return postgres.url;
}

/**
 * @param {Defer} defer
 * @param {() => Promise<void>} build runs before any database is touched: one that fails changes nothing
 * @param {{ install?: boolean }} [options] the image's dependencies are there already
 */
export async function openInstallation(defer, build, { install = true } = {}) {
  process.chdir(ROOT);
  loadEnvFile();
  const settings = readSettings(process.env);
  const place = await takePlace(settings, defer);
  if (install) await ensureDependencies(ROOT);
  const { databaseUrl, dataDir } = settings;
  if (databaseUrl) await step("Checking the database", () => checkDatabase(databaseUrl));
  await build();
  const secrets = await ensureSecrets(dataDir, process.env);
  const url = await openDatabase(settings, defer);
  await step("Migrating the database", () => migrate(url));
  return { env: { ...secrets, DATABASE_URL: url, DATA_DIR: dataDir }, place, settings };
}
