// The reference server as anybody would run it, on a port of its own.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { freePort, listening } from "@/server/testing/ports";

export type Everything = { url: string; hostPort: string; stop(): void };

export async function startEverything(): Promise<Everything> {
  const port = await freePort();
  const manifest = createRequire(import.meta.url).resolve(
    "@modelcontextprotocol/server-everything/package.json",
  );
  const child = spawn(
    process.execPath,
    [join(dirname(manifest), "dist/index.js"), "streamableHttp"],
    {
      env: { ...process.env, PORT: String(port) },
      stdio: "ignore",
    },
  );
  await listening(port, () => child.exitCode !== null);
  return {
    url: `http://localhost:${port}/mcp`,
    hostPort: `localhost:${port}`,
    stop: () => void child.kill("SIGKILL"),
  };
}
