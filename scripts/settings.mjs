// The variables of an installation, as far as starting it needs them; server/infra/env checks the rest.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { Failure } from "./console.mjs";

/**
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port
 * @property {string} dataDir absolute
 * @property {string | undefined} databaseUrl unset: the embedded PostgreSQL
 * @property {string | undefined} maintenanceUrl the same database as the role that owns the tables; unset: databaseUrl's
 * @property {boolean} production said by the person who starts it, not by us
 */

/** Reads `.env` beside package.json; variables that are set already win. */
export function loadEnvFile() {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 */
export function readSettings(env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Failure(`PORT must be a number from 0 to 65535, not ${env.PORT}.`);
  }
  const settings = {
    host: env.HOST || "127.0.0.1",
    port,
    dataDir: resolve(env.DATA_DIR || ".data"),
    databaseUrl: env.DATABASE_URL || undefined,
    maintenanceUrl: env.MAINTENANCE_DATABASE_URL || undefined,
    production: env.NODE_ENV === "production",
  };
  if (settings.maintenanceUrl && !settings.databaseUrl) {
    throw new Failure(
      "MAINTENANCE_DATABASE_URL is set and DATABASE_URL is not: set both, or neither for the embedded database.",
    );
  }
  if (settings.production && settings.databaseUrl && !env.ENCRYPTION_KEYS) {
    throw new Failure(
      "In production with DATABASE_URL, set ENCRYPTION_KEYS as well: a key kept on this machine alone would be lost with it.",
    );
  }
  return settings;
}
