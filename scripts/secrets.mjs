// The secrets of an installation that was given none: made once, kept in DATA_DIR, readable by their owner only.
import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { Failure } from "./console.mjs";

/** @typedef {{ ENCRYPTION_KEYS?: string, AUTH_SECRET?: string }} Secrets */

const GENERATORS = {
  ENCRYPTION_KEYS: () => `k1:${randomBytes(32).toString("base64")}`,
  AUTH_SECRET: () => randomBytes(32).toString("base64url"),
};

/** @param {string} path @returns {Promise<Secrets>} */
async function readSecrets(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw new Failure(
      `The secrets in ${path} cannot be read (${error.code ?? "the file is damaged"}).`,
    );
  }
}

/** @param {Record<string, string | undefined>} env whether everything is given, so that no file is needed */
export function hasSecrets(env) {
  return Object.keys(GENERATORS).every((name) => env[name]);
}

/**
 * The secrets there are; nothing is generated, because a key made now opens nothing that was sealed before.
 * @param {string} dataDir
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Secrets>}
 */
export async function keptSecrets(dataDir, env) {
  return { ...(await readSecrets(join(dataDir, "secrets.json"))), ...givenSecrets(env) };
}

/** @param {Record<string, string | undefined>} env @returns {Secrets} */
function givenSecrets(env) {
  return Object.fromEntries(
    Object.keys(GENERATORS).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
}

/**
 * What the environment gives, completed from DATA_DIR; only what is missing in both is generated.
 * @param {string} dataDir
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Required<Secrets>>}
 */
export async function ensureSecrets(dataDir, env) {
  const given = givenSecrets(env);
  if (hasSecrets(env)) return given;
  const path = join(dataDir, "secrets.json");
  const kept = await readSecrets(path);
  const missing = Object.keys(GENERATORS).filter((name) => !given[name] && !kept[name]);
  for (const name of missing) kept[name] = GENERATORS[name]();
  if (missing.length) {
    const partial = `${path}.${process.pid}`;
    await writeFile(partial, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
    await rename(partial, path);
  }
  return { ...kept, ...given };
}
