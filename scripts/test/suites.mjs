// The parts of `npm test`: each prepares what it needs, runs, and says how many tests passed and failed.
import { join } from "node:path";
import process from "node:process";
import { ensureBuild, generate } from "../build.mjs";
import { say, step } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { startScratchPostgres } from "../postgres/scratch.mjs";
import { spawnGuarded } from "../processes.mjs";
import { findChromium } from "./chromium.mjs";
import { countPlaywright, countVitest, readCounts } from "./counts.mjs";
import { startServer } from "./server.mjs";

/**
 * @typedef {object} Run
 * @property {string} room a directory for reports
 * @property {string[]} rest what follows the part's name on the command line
 * @property {(task: () => unknown) => void} defer
 */

/** Shows what the runner says as it goes. @returns {Promise<number | null>} its exit code */
function show(script, args, env) {
  return new Promise((done) => {
    const path = join(ROOT, "node_modules", script);
    const child = spawnGuarded(process.execPath, [path, ...args], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", () => done(1));
    child.once("exit", (code) => done(code));
  });
}

/** @param {Run} run @param {string[]} projects @param {Record<string, string>} env */
async function vitest({ room, rest }, projects, env) {
  const report = join(room, `vitest-${projects[0]}.json`);
  const args = ["run", ...projects.map((name) => `--project=${name}`)];
  args.push("--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...rest);
  const code = await show("vitest/vitest.mjs", args, env);
  return await readCounts(report, countVitest, code);
}

/** Pure tests, and those with a database. @param {Run} run */
async function unit(run) {
  await step("Generating the database client", generate);
  const postgres = await step("Starting PostgreSQL for the tests", startScratchPostgres);
  run.defer(() => postgres.stop());
  say("");
  return await vitest(run, ["unit", "db"], { GATEHOUSE_TEST_POSTGRES: postgres.adminUrl });
}

/** The whole product in a browser. @param {Run} run */
async function e2e(run) {
  await ensureBuild();
  const chromium = await findChromium();
  const server = await startServer(run.defer);
  const report = join(run.room, "playwright.json");
  const args = ["test", "--reporter=list,json", ...run.rest];
  const code = await show("@playwright/test/cli.js", args, {
    ...server,
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return await readCounts(report, countPlaywright, code);
}

/** The slow ones, which kill the built server again and again. @param {Run} run */
async function crash(run) {
  await ensureBuild();
  return await vitest(run, ["crash"], {});
}

export const SUITES = { unit, e2e, crash };
