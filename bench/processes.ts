// The processes under measurement: started, asked for their processor time and memory, and ended.
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { spawnGuarded } from "@/scripts/processes.mjs";
import { freePort, listening } from "@/server/testing/ports";

export type Process = { pid: number; port: number; url: string; stop(): Promise<void> };

/** Starts a Node program that listens on `PORT`, and waits until it does. */
export async function startProcess(args: string[], env: Record<string, string>): Promise<Process> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  // One that outlived a benchmark that was cut off would take a part of every later one.
  const child = spawnGuarded(process.execPath, args, {
    env: { PORT: String(port), HOST: "127.0.0.1", PUBLIC_URL: url, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await listening(port, () => child.exitCode !== null);
  return { pid: child.pid ?? 0, port, url, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  // As Ctrl-C does: after a SIGTERM the server first lets load balancers look away.
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(timer);
}

/** Processor time used so far, in microseconds; 0 where /proc does not tell. */
export function cpuMicroseconds(pid: number): number {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  return ticks * 10_000;
}

/** Resident memory in megabytes. */
export function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readProc(`/proc/${pid}/status`));
  return Number(line?.[1] ?? 0) / 1024;
}

function readProc(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
