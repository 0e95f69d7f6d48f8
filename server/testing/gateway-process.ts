// The built server as a process of its own, without a launcher: to be killed, to be stopped, and started again on its port.
import type { ChildProcess } from "node:child_process";
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { spawnGuarded } from "@/scripts/processes.mjs";

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

const startMs = 60_000;

export class GatewayProcess {
  private child: ChildProcess | null = null;
  private exit: Promise<Exit> = Promise.resolve({ code: null, signal: null });

  /** Needs `dist/main.mjs` and the environment of an installation. Not started yet. */
  constructor(
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts it, or starts it again; `change` adds to the environment. Resolves once it is ready. */
  async start(change: Record<string, string> = {}): Promise<void> {
    const { port } = this;
    const place = { HOST: "127.0.0.1", PORT: String(port), PUBLIC_URL: `http://localhost:${port}` };
    const child = spawnGuarded(process.execPath, ["dist/main.mjs"], {
      env: { ...this.env, ...place, NODE_ENV: "production", ...change },
      stdio: ["ignore", "ignore", "inherit"],
    });
    let hasEnded = false;
    this.child = child;
    this.exit = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        hasEnded = true;
        resolve({ code, signal });
      });
    });
    const until = performance.now() + startMs;
    while (!(await this.isReady())) {
      if (hasEnded || performance.now() > until) throw new Error("The gateway did not start.");
      await pause(50);
    }
  }

  /** Sends a signal and resolves with the end of the process. */
  signal(signal: NodeJS.Signals): Promise<Exit> {
    this.child?.kill(signal);
    return this.exit;
  }

  /** What a load balancer asks. */
  async isReady(): Promise<boolean> {
    return (await statusOf(`http://localhost:${this.port}/readyz`)) === 200;
  }
}

function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: 3_000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(0));
  });
}
