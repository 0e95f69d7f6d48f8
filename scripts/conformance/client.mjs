// Our client, for the suite: its settings come in the environment, the server's URL last on the command line.
import process from "node:process";
import { exercise } from "@/server/testing/conformance-client";

const { argv, env } = process;
const context = JSON.parse(env["MCP_CONFORMANCE_CONTEXT"] ?? "{}");

try {
  await exercise({ url: argv.at(-1) ?? "", context }, (tool, answer) =>
    process.stdout.write(`${tool}: ${answer.kind} ${answer.raw.slice(0, 500)}\n`),
  );
} catch (error) {
  // Some scenarios are there to be refused; the suite judges what was sent.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
