// The suite against our data plane: a gateway of its own, with a database that exists only as long as this takes.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, say, step } from "../console.mjs";
import { migrate, ROOT } from "../migrate.mjs";
import { startScratchPostgres } from "../postgres/scratch.mjs";
import { endProcess, forkGuarded } from "../processes.mjs";
import { report } from "./report.mjs";
import { passes } from "./results.mjs";
import { bundle, runSuite } from "./run.mjs";

/** What a gateway for tools has to pass, by revision. The rest is shown, and needs what it does not offer. */
const tools = [
  "dns-rebinding-protection",
  "json-schema-2020-12",
  "server-sse-multiple-streams",
  "tools-list",
  "tools-call-simple-text",
  "tools-call-image",
  "tools-call-audio",
  "tools-call-embedded-resource",
  "tools-call-mixed-content",
  "tools-call-error",
  "tools-call-with-progress",
];
const wanted = {
  "2025-11-25": [...tools, "server-initialize", "ping", "server-session-lifecycle"],
  "2026-07-28": [...tools, "http-header-validation", "http-custom-header-server-validation"],
};

/**
 * @param {import("./suite.mjs").Suite} suite
 * @param {(task: () => unknown) => void} defer
 * @returns {Promise<boolean>} whether all scenarios of tools pass
 */
export async function runServerMode(suite, defer) {
  const url = await step("Starting a gateway", () => startGateway(defer));
  let good = true;
  for (const [revision, names] of Object.entries(wanted)) {
    const what = { role: /** @type {const} */ ("server"), revision, args: ["--url", url] };
    const { rows, log } = await runSuite(suite, what);
    report(revision, rows, ({ name }) => names.includes(name));
    const passing = rows.filter((row) => names.includes(row.name) && passes(row)).length;
    say(`  of tools: ${passing} of ${names.length} scenarios pass; all is in ${log}`);
    good = good && passing === names.length;
  }
  return good;
}

/** @param {(task: () => unknown) => void} defer @returns {Promise<string>} the address to test */
async function startGateway(defer) {
  const { generate } = await import("../build.mjs");
  if (!existsSync(join(ROOT, "server/infra/generated"))) await generate();
  const script = await bundle("gateway");
  const postgres = await startScratchPostgres();
  defer(() => postgres.stop());
  await migrate(postgres.url);
  const env = {
    DATABASE_URL: postgres.url,
    ENCRYPTION_KEYS: `conformance:${randomBytes(32).toString("base64")}`,
    AUTH_SECRET: randomBytes(32).toString("base64"),
    LOG_LEVEL: "error",
  };
  const child = forkGuarded(script, [], { cwd: ROOT, env });
  defer(() => child.pid && endProcess(child.pid, [["SIGKILL", 5_000]]));
  return new Promise((done, fail) => {
    child.once("message", (address) => done(String(address)));
    child.once("exit", () => fail(new Failure("The gateway did not start.")));
  });
}
