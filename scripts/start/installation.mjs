// What serving and developing share: a place of its own, dependencies, secrets and a migrated database, each checked
// before the next is touched.
import process from "node:process";
import { step } from "../console.mjs";
import { checkDatabase } from "../database.mjs";
import { ensureDependencies } from "../install.mjs";
import { claim, requireFreePort } from "../instance.mjs";
import { prepareDatabase, ROOT } from "../migrate.mjs";
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

/**
 * @param {import("../settings.mjs").Settings} settings @param {Defer} defer
 * @returns {Promise<{ url: string, maintenanceUrl: string }>} as the role that serves, and as the owner
 */
async function openDatabase({ dataDir, databaseUrl, maintenanceUrl }, defer) {
  if (databaseUrl) return { url: databaseUrl, maintenanceUrl: maintenanceUrl ?? databaseUrl };
  const postgres = await step("Starting PostgreSQL", () =>
    startPostgres({ dataDir, onRestart: (said) => process.stderr.write(`${said}\n`) }),
  );
  defer(() => postgres.stop());
  return { url: postgres.applicationUrl, maintenanceUrl: postgres.url };
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
  const { databaseUrl, maintenanceUrl, dataDir } = settings;
  const given = maintenanceUrl ?? databaseUrl;
  if (given) await step("Checking the database", () => checkDatabase(given));
  await build();
  const secrets = await ensureSecrets(dataDir, process.env);
  const database = await openDatabase(settings, defer);
  await step("Migrating the database", () => prepareDatabase(database));
  const { url, maintenanceUrl: owner } = database;
  const env = { DATABASE_URL: url, MAINTENANCE_DATABASE_URL: owner, DATA_DIR: dataDir };
  return { env: { ...secrets, ...env }, place, settings };
}
