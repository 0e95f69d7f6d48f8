// Dependencies: installed when those in node_modules are not the ones package-lock.json names.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { step } from "./console.mjs";
import { run } from "./processes.mjs";

const STAMP = "node_modules/.gatehouse-install";

/** @param {string} text a package-lock.json, or npm's own record in node_modules */
function packagesOf(text) {
  return Object.entries(JSON.parse(text).packages ?? {}).filter(([path]) => path !== "");
}

/**
 * Whether npm's own record of an installation names everything the lockfile does; packages of other platforms may
 * be absent, and so may those for development.
 * @param {string} lock
 * @param {string} record
 * @param {{ development: boolean }} options
 */
export function isInstalled(lock, record, { development }) {
  const present = new Map(packagesOf(record));
  return packagesOf(lock).every(([path, wanted]) => {
    const found = present.get(path);
    if (found) return found.version === wanted.version && found.integrity === wanted.integrity;
    return wanted.optional || wanted.peer || (!development && (wanted.dev || wanted.devOptional));
  });
}

/**
 * Runs `npm ci` unless it would change nothing.
 * @param {string} root
 * @param {{ development: boolean }} options whether packages for development are needed too
 */
export async function ensureDependencies(root, { development }) {
  const lock = await readFile(join(root, "package-lock.json"), "utf8");
  const digest = createHash("sha256").update(lock).digest("hex");
  const stamp = `${digest} ${development ? "all" : "production"}`;
  const stampFile = join(root, STAMP);
  const found = await readFile(stampFile, "utf8").catch(() => "");
  if (found === stamp || found === `${digest} all`) return;
  const record = join(root, "node_modules/.package-lock.json");
  const installed = await readFile(record, "utf8").catch(() => undefined);
  if (!installed || !isInstalled(lock, installed, { development })) {
    await step("Installing dependencies (about half a minute, this once)", () =>
      runNpm(root, development),
    );
  }
  await writeFile(stampFile, stamp).catch(() => {});
}

/** @param {string} root @param {boolean} development */
async function runNpm(root, development) {
  const args = ["ci", "--no-audit", "--no-fund", "--include=optional"];
  args.push(development ? "--include=dev" : "--omit=dev");
  const npm = process.env.npm_execpath;
  // Under `npm start`, npm says where it is; otherwise it is looked up.
  if (npm?.endsWith(".js")) await run(process.execPath, [npm, ...args], { cwd: root });
  else await run("npm", args, { cwd: root });
}
