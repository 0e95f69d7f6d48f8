// Next's development server on an installation's database.
import { join } from "node:path";
import process from "node:process";
import { generate } from "../build.mjs";
import { runCommand, step } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { spawnGuarded, whenNpmEnds } from "../processes.mjs";
import { openInstallation } from "./installation.mjs";

/** @param {Record<string, string>} env @param {string} host @param {number} port */
function runNext(env, host, port) {
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  return spawnGuarded(process.execPath, [next, "dev", "--hostname", host, "--port", String(port)], {
    cwd: ROOT,
    env: { ...env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "development" },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** Runs until Next ends or someone interrupts. */
export async function develop() {
  await runCommand(async (defer) => {
    whenNpmEnds(() => process.kill(process.pid, "SIGTERM"));
    const { env, settings } = await openInstallation(defer, () =>
      step("Generating the database client", generate),
    );
    const next = runNext(env, settings.host, settings.port);
    return await new Promise((done) => next.once("exit", (code) => done(code ?? 1)));
  });
}
