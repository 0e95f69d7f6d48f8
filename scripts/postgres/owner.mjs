// Decides which uid runs PostgreSQL (it refuses root) and what that uid can reach.
import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { Failure } from "../console.mjs";

/** @typedef {{ uid: number, gid: number }} Owner */

/** Where binaries and data move when the database's uid cannot reach our own directories. */
export const SYSTEM_DIRECTORY = "/var/lib/gatehouse";

/**
 * @param {string} passwd the text of /etc/passwd
 * @returns {Owner | undefined} `postgres`, else `nobody`
 */
export function ownerFromPasswd(passwd) {
  const rows = passwd.split("\n").map((line) => line.split(":"));
  const row = ["postgres", "nobody"]
    .map((name) => rows.find((cells) => cells[0] === name))
    .find((cells) => cells && Number(cells[2]) > 0);
  return row ? { uid: Number(row[2]), gid: Number(row[3]) } : undefined;
}

/** macOS keeps its people elsewhere than /etc/passwd. @param {string} name */
async function ownerFromId(name) {
  const id = async (flag) => Number((await promisify(execFile)("id", [flag, name])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

/**
 * @param {string} data a directory that may already hold a database: its owner stays its owner
 * @returns {Promise<Owner | undefined>} undefined when PostgreSQL runs as ourselves
 */
export async function chooseOwner(data) {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await stat(data).catch(() => undefined);
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const owner =
    ownerFromPasswd(await readFile("/etc/passwd", "utf8").catch(() => "")) ??
    (await ownerFromId("nobody").catch(() => undefined));
  if (owner) return owner;
  throw new Failure(
    "PostgreSQL does not run as root and there is neither a user postgres nor nobody: start Gatehouse as an ordinary user or set DATABASE_URL.",
  );
}

/** @param {{ mode: number, uid: number, gid: number }} entry @param {Owner} owner */
export function mayTraverse(entry, owner) {
  if (entry.uid === owner.uid) return (entry.mode & 0o100) !== 0;
  if (entry.gid === owner.gid) return (entry.mode & 0o010) !== 0;
  return (entry.mode & 0o001) !== 0;
}

/** @param {string} path @param {Owner} owner */
export async function canReach(path, owner) {
  for (let at = path; ; at = dirname(at)) {
    const entry = await stat(at).catch(() => undefined);
    if (entry && !mayTraverse(entry, owner)) return false;
    if (at === dirname(at)) return true;
  }
}
