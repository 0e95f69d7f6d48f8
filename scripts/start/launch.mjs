// `npm start` once Node is known to be new enough: an installation, built and served.
import process from "node:process";
import { ensureBuild } from "../build.mjs";
import { formatSeconds, runCommand, say } from "../console.mjs";
import { whenNpmEnds } from "../processes.mjs";
import { openInstallation } from "./installation.mjs";
import { serve } from "./serve.mjs";

/** @param {{ address: string, setupUrl?: string }} ready */
function announce({ address, setupUrl }) {
  // performance.now() counts from the start of this process, so loading Node itself is in it.
  const lines = ["", `  Gatehouse is ready after ${formatSeconds(performance.now())}`, ""];
  lines.push(`    Address   ${address}`);
  if (setupUrl) lines.push(`    Set up    ${setupUrl}  (valid once)`);
  lines.push("", "  Ctrl-C stops it.", "");
  say(lines.join("\n"));
}

/** The image holds a build and its dependencies, and no sources to compare them with. */
const prebuilt = process.argv.includes("--prebuilt");

/** Runs until the server ends or someone interrupts. */
export async function launch() {
  await runCommand(async (defer) => {
    whenNpmEnds(() => process.kill(process.pid, "SIGTERM"));
    say("");
    const build = prebuilt ? async () => {} : ensureBuild;
    const { env, place } = await openInstallation(defer, build, { install: !prebuilt });
    // What the server says while it starts would break a line that waits for its duration.
    say("  Starting the server …");
    const server = serve(env);
    defer(server.stop);
    if (place && server.pid) await place.serves(server.pid);
    const ready = await server.ready;
    announce(ready);
    // A test that forks us waits for this.
    process.send?.(ready);
    return await server.ended;
  });
}
