// The bundle of the command's own code: the server's, so that there is one way of sealing.
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const ENTRY = "server/settings/encryption-command.ts";
const RESULT = "dist/keys.mjs";

/** @param {string} root */
export function hasKeysSource(root) {
  return existsSync(join(root, ENTRY));
}

/** @param {string} root */
export async function bundleKeys(root) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outfile: RESULT,
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias: { "@": root },
    logLevel: "silent",
  });
  await mkdir(join(root, "dist"), { recursive: true });
  // Another run may be loading it at this moment.
  const partial = join(root, `${RESULT}.${process.pid}`);
  await writeFile(partial, outputFiles[0]?.text ?? "");
  await rename(partial, join(root, RESULT));
}

/**
 * @param {string} root
 * @returns {Promise<typeof import("../../server/settings/encryption-command")>}
 */
export async function importKeys(root) {
  return await import(pathToFileURL(join(root, RESULT)).href);
}
