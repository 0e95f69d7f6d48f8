// The suite against our upstream side: for each scenario it plays servers, and starts our client.
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { say, step } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { report } from "./report.mjs";
import { passes, sum } from "./results.mjs";
import { bundle, runSuite } from "./run.mjs";
import { openTurnstile } from "./turnstile.mjs";

/** Checks that must pass in scored scenarios; fewer would mean that some were not run. */
const least = { "2025-11-25": 227, "2026-07-28": 376 };

/** Clients at work at once, and how long one may take with the wait for its turn. */
const places = 2;
const scenarioMs = 300_000;

/**
 * @param {import("./suite.mjs").Suite} suite
 * @param {(task: () => unknown) => void} defer
 * @returns {Promise<boolean>} whether everything scored passes, with enough checks
 */
export async function runClientMode(suite, defer) {
  const client = await step("Bundling our client", () => bundle("client"));
  const turnstile = await openTurnstile(places);
  defer(turnstile.close);
  // The suite hands it to a shell.
  const command = [process.execPath, join(ROOT, "scripts/conformance/command.mjs")]
    .map((path) => `"${path}"`)
    .join(" ");
  const args = ["--command", command, "--timeout", String(scenarioMs)];
  const env = {
    LOG_LEVEL: "warn",
    GATEHOUSE_CONFORMANCE_PORT: String(turnstile.port),
    GATEHOUSE_CONFORMANCE_CLIENT: pathToFileURL(client).href,
  };
  let good = true;
  for (const [revision, wanted] of Object.entries(least)) {
    const what = { role: /** @type {const} */ ("client"), revision, args, env };
    const { rows, code, log } = await runSuite(suite, what);
    report(revision, rows, ({ scored }) => scored);
    const scored = rows.filter((row) => row.scored);
    const enough = sum(scored).passed >= wanted;
    if (!enough) say(`  At least ${wanted} checks of scored scenarios must pass.`);
    if (code !== 0) say(`  The suite ended with code ${code}; it says why in ${log}.`);
    good = good && enough && code === 0 && scored.every(passes);
  }
  return good;
}
