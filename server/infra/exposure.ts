// In: how the process was started. Out: nothing, or a refusal. Promises that no option and no signal of Node shows the
// memory, where keys and credentials are in clear, to somebody else (security: T86).
import inspector from "node:inspector";
import process from "node:process";
import { AppError } from "@/server/core/errors";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";

/** The inspector, heap snapshots, reports (they list the environment) and core files. */
const exposing =
  /--(inspect(?!-port)|heapsnapshot-|heap-prof|report-(on|uncaught)|abort-on-uncaught)[\w-]*/;

/** For a process that serves. Throws `bad_request`. */
export function requireUnexposed(): void {
  const option = exposingOption([...process.execArgv, env().NODE_OPTIONS]);
  if (option)
    throw new AppError(
      "bad_request",
      `Node's option ${option} would show keys and credentials: start Gatehouse without it.`,
    );
  if (inspector.url())
    throw new AppError("bad_request", "Node's inspector is open: start Gatehouse without it.");
  // Unless somebody listens, Node opens its inspector on this signal.
  process.on("SIGUSR1", ignoreSignal);
}

function ignoreSignal(): void {
  log().warn("SIGUSR1 is ignored: it would open Node's inspector");
}

/** The first that exposes, without its value; null when none does. */
export function exposingOption(options: readonly string[]): string | null {
  return exposing.exec(options.join(" "))?.[0] ?? null;
}
