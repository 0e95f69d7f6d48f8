// Directories that are written to: made when absent, and refused with one sentence when that cannot be.
import { constants, existsSync } from "node:fs";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { Failure } from "./console.mjs";

/** One level at a time: Node's recursive mkdir never returns below /proc. @param {string} path */
async function makeDirectory(path) {
  const above = dirname(path);
  if (above !== path && !existsSync(above)) await makeDirectory(above);
  // As root the database runs under another uid, which must be able to pass through.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  await mkdir(path, { mode }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/** @param {string} dataDir */
export async function ensureDataDir(dataDir) {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    await makeDirectory(dataDir);
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new Failure(
      `DATA_DIR ${dataDir} cannot be written (${error.code}): make it writable, or set DATA_DIR to a directory that is.`,
    );
  }
}

/**
 * Before dependencies are installed or the portal is built.
 * @param {string} root
 * @param {string[]} names of directories in it, which may be absent
 */
export async function requireWritable(root, names) {
  for (const path of [root, ...names.map((name) => join(root, name)).filter(existsSync)]) {
    await access(path, constants.W_OK).catch((error) => {
      throw new Failure(
        `${path} cannot be written (${error.code}): start Gatehouse as the user it belongs to.`,
      );
    });
  }
}
