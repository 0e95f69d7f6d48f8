// The bundle of a command's own code: the server's, so that there is one way of sealing and of proving.
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

/** What each command runs, by the name of its bundle in dist/. */
export const COMMANDS = {
  keys: "server/settings/encryption-command.ts",
  activity: "server/activity/proof/command.ts",
};

/** @param {string} root @param {keyof typeof COMMANDS} name */
export function hasSource(root, name) {
  return existsSync(join(root, COMMANDS[name]));
}

/** @param {string} root @param {keyof typeof COMMANDS} name */
export async function bundleCommand(root, name) {
  const { build } = await import("esbuild");
  const result = join(root, "dist", `${name}.mjs`);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [COMMANDS[name]],
    outfile: result,
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
  const partial = `${result}.${process.pid}`;
  await writeFile(partial, outputFiles[0]?.text ?? "");
  await rename(partial, result);
}

/** @param {string} root @param {keyof typeof COMMANDS} name @returns {Promise<any>} the module */
export async function importCommand(root, name) {
  return await import(pathToFileURL(join(root, "dist", `${name}.mjs`)).href);
}
