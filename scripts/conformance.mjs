// `npm run conformance [client | server]`: the official conformance suite against our upstream side, or our data plane.
import process from "node:process";
import { requireNode } from "./node-version.mjs";

requireNode();

/** @param {string} mode */
async function modeOf(mode) {
  const { Failure } = await import("./console.mjs");
  if (mode === "client") return (await import("./conformance/client-mode.mjs")).runClientMode;
  if (mode === "server") return (await import("./conformance/server-mode.mjs")).runServerMode;
  throw new Failure(`There is no mode ${mode}: choose client or server.`);
}

/** @param {(task: () => unknown) => void} defer */
async function runConformance(defer) {
  const { say } = await import("./console.mjs");
  const { ensureSuite } = await import("./conformance/suite.mjs");
  const run = await modeOf(process.argv[2] ?? "client");
  const suite = await ensureSuite();
  say(`  Suite ${suite.version} on Node ${suite.nodeVersion}; ours on ${process.version}`);
  return (await run(suite, defer)) ? 0 : 1;
}

const { runCommand } = await import("./console.mjs");
await runCommand(runConformance);
