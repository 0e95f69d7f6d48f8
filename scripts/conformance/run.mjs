// What both modes share: our side bundled, the suite run, its results read.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../migrate.mjs";
import { run, spawnGuarded } from "../processes.mjs";
import { readResults, scoredIn, toRows } from "./results.mjs";
import { CACHE } from "./suite.mjs";

/** @param {string} name of a file beside this one @returns {Promise<string>} the bundle */
export async function bundle(name) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`scripts/conformance/${name}.mjs`],
    outdir: "dist/conformance",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias: { "@": ROOT },
    logLevel: "silent",
  });
  return join(ROOT, `dist/conformance/${name}.mjs`);
}

/**
 * Runs what a revision requires of a role.
 * @param {import("./suite.mjs").Suite} suite
 * @param {{ role: "client" | "server", revision: string, args: string[], env?: Record<string, string> }} what
 * @returns {Promise<{ rows: import("./results.mjs").Row[], code: number | null, log: string }>}
 */
export async function runSuite({ node, cli }, { role, revision, args, env }) {
  const list = [cli, "list", `--${role}`, "--requirements", revision];
  const scored = scoredIn(await run(node, list, { cwd: CACHE }), role);
  const folder = join(CACHE, "results", role, revision);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const all = [cli, role, ...args, "--requirements", revision, "-o", folder];
  const child = spawnGuarded(node, all, { cwd: CACHE, env, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  for (const output of [child.stdout, child.stderr]) output?.on("data", (part) => said.push(part));
  const code = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  const log = join(folder, "suite.log");
  await writeFile(log, Buffer.concat(said));
  return { rows: toRows(await readResults(folder), scored), code, log };
}
