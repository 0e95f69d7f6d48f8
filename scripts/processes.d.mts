import type { ChildProcess, SpawnOptions } from "node:child_process";

export type GuardedOptions = Omit<SpawnOptions, "env"> & { env?: Record<string, string> };
export function spawnGuarded(
  command: string,
  args: string[],
  options: GuardedOptions,
): ChildProcess;
