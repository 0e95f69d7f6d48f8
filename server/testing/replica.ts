// A second process with the gateway in it, on the same database: it shares nothing with this one, and can be killed.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { spawnGuarded } from "@/scripts/processes.mjs";
import type { Corridor } from "@/server/testing/corridor";

export type Job = {
  id: number;
  corridor: Pick<Corridor, "endpoint" | "token">;
  params: Record<string, unknown>;
  times: number;
};

type Told = { id: number; texts?: string[]; failed?: string };

export type Replica = {
  /** The texts of the answers to so many calls at once. Never settles when the process is killed. */
  call(corridor: Job["corridor"], params: Job["params"], times: number): Promise<string[]>;
  kill(): Promise<void>;
};

/** Starts `count` of them. */
export async function startReplicas(count: number): Promise<Replica[]> {
  return (await startProcesses("replica-process.ts", count)).map(replicaOf);
}

/** Starts a script of this folder several times. The bundle is made once and lies where Node finds the packages. */
export async function startProcesses(entry: string, count: number): Promise<ChildProcess[]> {
  const dist = join(import.meta.dirname, "../../dist");
  await mkdir(dist, { recursive: true });
  const folder = await mkdtemp(join(dist, "replica-"));
  const script = join(folder, "replica.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    outfile: script,
    ...{ bundle: true, format: "esm", platform: "node", target: "node20.19" },
    ...{ packages: "external", logLevel: "silent" },
    alias: { "@": join(import.meta.dirname, "../..") },
  });
  const started = await Promise.all(Array.from({ length: count }, () => start(script)));
  await rm(folder, { recursive: true });
  return started;
}

async function start(script: string): Promise<ChildProcess> {
  const stdio = ["ignore", "ignore", "inherit", "ipc"] as const;
  const child = spawnGuarded(process.execPath, [script], { stdio: [...stdio] });
  await once(child, "message");
  return child;
}

function replicaOf(child: ChildProcess): Replica {
  let last = 0;
  return {
    call: (corridor, params, times) => {
      const id = ++last;
      const answer = answerTo(child, id);
      child.send({ id, corridor, params, times } satisfies Job);
      return answer;
    },
    kill: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

function answerTo(child: ChildProcess, id: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const onMessage = (told: Told) => {
      if (told.id !== id) return;
      child.off("message", onMessage);
      if (told.texts) resolve(told.texts);
      else reject(new Error(told.failed));
    };
    child.on("message", onMessage);
  });
}
