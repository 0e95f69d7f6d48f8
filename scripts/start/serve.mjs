// The server as a child process: told to stop in order, and never outliving us.
import { join } from "node:path";
import { Failure } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { endProcess, forkGuarded } from "../processes.mjs";

/** All in all, stopping takes at most five seconds, and the database comes after the server. */
const STOP = [
  ["SIGTERM", 2500],
  ["SIGKILL", 300],
];

const ENVIRONMENT = {
  NEXT_TELEMETRY_DISABLED: "1",
  // From Node 22 on, a second start need not compile again what the first did.
  NODE_COMPILE_CACHE: join(ROOT, ".next/cache/node"),
};

/**
 * Starts dist/main.mjs. It says `{ ready: true, address, setupUrl? }` over IPC once it listens, and exits on its own
 * when that channel closes.
 * @param {Record<string, string>} env added to ours
 */
export function serve(env) {
  const child = forkGuarded(join(ROOT, "dist/main.mjs"), [], {
    cwd: ROOT,
    env: { ...ENVIRONMENT, ...env, NODE_ENV: "production" },
  });
  let stopping = false;
  let isReady = false;
  /** @type {Promise<{ address: string, setupUrl?: string }>} */
  const ready = new Promise((done, fail) => {
    child.on("message", (message) => {
      if (!message?.ready) return;
      isReady = true;
      done(message);
    });
    child.once("error", (error) => fail(new Failure(`The server cannot run: ${error.message}`)));
    // Its own sentence stands above; ours would be one too many.
    child.once("exit", (code) => fail(new Failure("", code || 1)));
  });
  const ended = new Promise((done, fail) => {
    child.once("exit", (code, signal) => {
      if (stopping || !isReady) done(code || 1);
      else fail(new Failure(`The server ended unexpectedly (${signal ?? `code ${code}`}).`));
    });
  });
  // Whoever only waits for `ready` is told there.
  ended.catch(() => {});
  const stop = async () => {
    stopping = true;
    if (child.pid && child.exitCode === null && child.signalCode === null) {
      await endProcess(child.pid, STOP);
    }
  };
  return { pid: child.pid, ready, ended, stop };
}
