// The database cluster on disk: where it lies, its passwords, and its creation, which is whole or not at all.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { Failure } from "../console.mjs";
import { canReach, chooseOwner, SYSTEM_DIRECTORY } from "./owner.mjs";

const MAJOR = "18";

/**
 * @typedef {object} Cluster
 * @property {string} data the directory PostgreSQL calls data_directory
 * @property {string} stateFile port and passwords, 0600
 * @property {{ id: string, port?: number, adminPassword: string, password: string, appPassword: string }} state
 * @property {import("./owner.mjs").Owner | undefined} owner
 */

/** @param {string} dataDir @param {string} id so that a DATA_DIR made anew finds no old database */
async function placeOf(dataDir, id) {
  const beside = join(resolve(dataDir), "postgres");
  const owner = await chooseOwner(beside);
  if (!owner || (await canReach(dirname(beside), owner))) return { data: beside, owner };
  const data = join(SYSTEM_DIRECTORY, `data-${id}`, "postgres");
  return { data, owner: await chooseOwner(data) };
}

/** @param {string} path @returns {Promise<Cluster["state"] | undefined>} */
async function readState(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Failure(`${path} cannot be read (${error.code ?? "it is damaged"}).`);
  }
}

/** @param {Pick<Cluster, "state" | "stateFile">} cluster */
export async function saveState({ state, stateFile }) {
  const partial = `${stateFile}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  await rename(partial, stateFile);
}

/**
 * Finds the cluster that belongs to a DATA_DIR; it may not exist on disk yet.
 * @param {string} dataDir
 * @returns {Promise<Cluster>}
 */
export async function openCluster(dataDir) {
  const stateFile = join(resolve(dataDir), "postgres.json");
  const saved = await readState(stateFile);
  const secret = () => randomBytes(24).toString("base64url");
  const fresh = { id: randomBytes(6).toString("hex"), adminPassword: secret(), password: secret() };
  // Clusters from before there were two roles have no password for the second; it is kept once the cluster is saved.
  const state = { appPassword: secret(), ...(saved ?? fresh) };
  const { data, owner } = await placeOf(dataDir, state.id);
  const exists = await stat(join(data, "PG_VERSION")).catch(() => undefined);
  if (exists && !saved) {
    throw new Failure(`${stateFile} is missing, so the database in ${data} cannot be opened.`);
  }
  return { data, owner, state, stateFile };
}

/** @param {string} command @param {string[]} args @param {import("node:child_process").SpawnOptions} options */
function runQuietly(command, args, options) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", fail);
    child.on("exit", (code) => {
      if (code === 0) done(output);
      else
        fail(new Failure(`The database could not be created: ${output.trim().split("\n").pop()}`));
    });
  });
}

/** @param {string} path @param {Cluster["owner"]} owner */
async function giveTo(path, owner) {
  if (owner) await chown(path, owner.uid, owner.gid);
}

/**
 * Creates the cluster when there is none. It is made beside its place and renamed into it, so that a kill
 * half-way leaves nothing that looks like a database.
 * @param {Cluster} cluster
 * @param {{ bin: string, lib: string }} binaries
 * @param {{ durable: boolean }} options
 */
export async function ensureCluster(cluster, binaries, { durable }) {
  const { data, owner, state } = cluster;
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === MAJOR) return;
    throw new Failure(`${data} was made by PostgreSQL ${version.trim()}, this is ${MAJOR}.`);
  }
  const room = `${data}.new`;
  await rm(room, { recursive: true, force: true });
  await mkdir(dirname(data), { recursive: true, mode: 0o711 });
  await mkdir(room, { mode: 0o700 });
  await giveTo(room, owner);
  const passwordFile = join(room, "pw");
  await writeFile(passwordFile, state.adminPassword, { mode: 0o600 });
  await giveTo(passwordFile, owner);
  const fresh = join(room, "data");
  const args = ["-D", fresh, "-U", "postgres", "-E", "UTF8", "-A", "scram-sha-256"];
  args.push(`--pwfile=${passwordFile}`, "--no-locale", "--locale-provider=builtin");
  args.push("--builtin-locale=C.UTF-8", "--no-instructions");
  if (!durable) args.push("--no-sync");
  await runQuietly(join(binaries.bin, "initdb"), args, { ...owner, ...runtime(binaries, room) });
  await chmod(fresh, 0o700);
  await saveState(cluster);
  await rename(fresh, data);
  await rm(room, { recursive: true, force: true });
}

/**
 * The environment of the database's processes: ours holds secrets that are none of their business.
 * @param {{ lib: string }} binaries @param {string} cwd
 */
export function runtime(binaries, cwd) {
  const env = { PATH: process.env.PATH ?? "", TZ: "UTC", LC_ALL: "C" };
  const library = process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
  return { cwd, env: { ...env, [library]: binaries.lib } };
}
