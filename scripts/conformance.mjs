// `npm run conformance`: the official conformance suite in client mode against our upstream side, for both revisions.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { requireNode } from "./node-version.mjs";

requireNode();

/** Checks that passed in scored scenarios when this was set up; fewer would mean that some were not run. */
const least = { "2025-11-25": 227, "2026-07-28": 376 };

/** Clients at work at once, and how long one may take with the wait for its turn. */
const places = 2;
const scenarioMs = 300_000;

async function bundleClient(root) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ["scripts/conformance/client.mjs"],
    outdir: "dist/conformance",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias: { "@": root },
    logLevel: "silent",
  });
  return join(root, "dist/conformance/client.mjs");
}

/** Runs the suite and keeps what it says beside its results. */
async function runSuite({ node, cli }, args, env, folder) {
  const { spawnGuarded } = await import("./processes.mjs");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const child = spawnGuarded(node, [cli, ...args, "-o", folder], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  child.stdout.on("data", (chunk) => said.push(chunk));
  child.stderr.on("data", (chunk) => said.push(chunk));
  const code = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  await writeFile(join(folder, "suite.log"), Buffer.concat(said));
  return code;
}

async function runRevision(suite, { command, env }, revision) {
  const { say } = await import("./console.mjs");
  const { run } = await import("./processes.mjs");
  const { readResults, scoredIn, toRows } = await import("./conformance/results.mjs");
  const { report } = await import("./conformance/report.mjs");
  const { CACHE } = await import("./conformance/suite.mjs");
  const list = ["list", "--client", "--requirements", revision];
  const scored = scoredIn(await run(suite.node, [suite.cli, ...list], { cwd: CACHE }), "client");
  const folder = join(CACHE, "results", revision);
  const args = ["client", "--command", command, "--requirements", revision];
  const code = await runSuite(suite, [...args, "--timeout", String(scenarioMs)], env, folder);
  const rows = toRows(await readResults(folder), scored);
  const good = report(revision, rows, least[revision]);
  if (code !== 0) say(`  The suite ended with code ${code}; see ${join(folder, "suite.log")}.`);
  return good && code === 0 && scored.size > 0;
}

async function runConformance(defer) {
  const { say, step } = await import("./console.mjs");
  const { ROOT } = await import("./migrate.mjs");
  const { ensureSuite } = await import("./conformance/suite.mjs");
  const { openTurnstile } = await import("./conformance/turnstile.mjs");
  const suite = await ensureSuite();
  const client = await step("Bundling our client", () => bundleClient(ROOT));
  say(`  Suite ${suite.version} on Node ${suite.nodeVersion}; our client on ${process.version}`);
  const turnstile = await openTurnstile(places);
  defer(turnstile.close);
  const ours = {
    // The suite hands it to a shell.
    command: [process.execPath, join(ROOT, "scripts/conformance/command.mjs")]
      .map((path) => `"${path}"`)
      .join(" "),
    env: {
      LOG_LEVEL: "warn",
      GATEHOUSE_CONFORMANCE_PORT: String(turnstile.port),
      GATEHOUSE_CONFORMANCE_CLIENT: pathToFileURL(client).href,
    },
  };
  let good = true;
  for (const revision of Object.keys(least))
    good = (await runRevision(suite, ours, revision)) && good;
  return good ? 0 : 1;
}

const { runCommand } = await import("./console.mjs");
await runCommand(runConformance);
