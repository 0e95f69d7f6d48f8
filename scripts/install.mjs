// Dependencies: installed when those in node_modules are not the ones package-lock.json names. Run directly, it does
// that alone.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runCommand, step } from "./console.mjs";
import { ROOT } from "./migrate.mjs";
import { run } from "./processes.mjs";
import { requireWritable } from "./writable.mjs";

const STAMP = "node_modules/.gatehouse-install";

/** @param {string} text a package-lock.json, or npm's own record in node_modules */
function packagesOf(text) {
  return Object.entries(JSON.parse(text).packages ?? {}).filter(([path]) => path !== "");
}

/**
 * Whether npm's own record of an installation names everything the lockfile does; packages of other platforms may
 * be absent.
 * @param {string} lock
 * @param {string} record
 */
export function isInstalled(lock, record) {
  const present = new Map(packagesOf(record));
  return packagesOf(lock).every(([path, wanted]) => {
    const found = present.get(path);
    if (found) return found.version === wanted.version && found.integrity === wanted.integrity;
    return Boolean(wanted.optional || wanted.peer);
  });
}

/**
 * Runs `npm ci` unless it would change nothing.
 * @param {string} root
 */
export async function ensureDependencies(root) {
  const lock = await readFile(join(root, "package-lock.json"), "utf8");
  const digest = createHash("sha256").update(lock).digest("hex");
  const stampFile = join(root, STAMP);
  const found = await readFile(stampFile, "utf8").catch(() => "");
  if (found === digest) return;
  const record = join(root, "node_modules/.package-lock.json");
  const installed = await readFile(record, "utf8").catch(() => undefined);
  if (!installed || !isInstalled(lock, installed)) {
    await requireWritable(root, ["node_modules"]);
    await step("Installing dependencies (about half a minute, this once)", () => runNpm(root));
  }
  await writeFile(stampFile, digest).catch(() => {});
}

/** @param {string} root */
async function runNpm(root) {
  // Types and the like are needed to build, also where NODE_ENV=production would leave them out.
  const args = ["ci", "--no-audit", "--no-fund", "--include=optional", "--include=dev"];
  // Prisma would download an engine that nothing here runs.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const npm = process.env.npm_execpath;
  // Under `npm start`, npm says where it is; otherwise it is looked up.
  if (npm?.endsWith(".js")) await run(process.execPath, [npm, ...args], { cwd: root, env });
  else await run("npm", args, { cwd: root, env });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runCommand(() => ensureDependencies(ROOT));
}
