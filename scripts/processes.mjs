// Children and their end: nothing we started outlives us, however we die.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";

/** @param {number} pid whether the process exists and is not merely waiting to be reaped */
export async function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return status.slice(status.lastIndexOf(")") + 2, status.lastIndexOf(")") + 3) !== "Z";
}

/** @param {number} pid @param {NodeJS.Signals} signal */
export function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** @param {number} pid @param {number} milliseconds @returns {Promise<boolean>} whether it ended in time */
export async function endsWithin(pid, milliseconds) {
  const until = performance.now() + milliseconds;
  while (await isAlive(pid)) {
    if (performance.now() > until) return false;
    await wait(20);
  }
  return true;
}

/**
 * Sends one signal after the other until the process is gone.
 * @param {number} pid
 * @param {[NodeJS.Signals, number][]} steps each signal with the milliseconds it is given
 */
export async function endProcess(pid, steps) {
  for (const [signal, milliseconds] of steps) {
    signalProcess(pid, signal);
    if (await endsWithin(pid, milliseconds)) return;
  }
}

// `read` returns when the pipe's other end closes, and the kernel closes it even on kill -9.
const GUARD = `read -r _
kill -"$2" "$1" 2>/dev/null
i=0
while [ $i -lt 50 ] && kill -0 "$1" 2>/dev/null; do sleep 0.1; i=$((i+1)); done
kill -"$3" "$1" 2>/dev/null`;

/**
 * A small shell that ends `pid` when this process disappears without having done so itself.
 * @param {number} pid
 * @param {{ first: string, last: string }} signals sent at once, and five seconds later
 * @returns {() => void} call it when the process has ended
 */
export function guard(pid, { first, last }) {
  if (process.platform === "win32") return () => {};
  const args = ["-c", GUARD, "gatehouse-guard", String(pid), first, last];
  const shell = spawn("/bin/sh", args, { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => {});
  shell.stdin?.on("error", () => {});
  shell.unref();
  // @ts-expect-error a child's pipe is a socket, which may be unreferenced
  shell.stdin?.unref?.();
  return () => {
    shell.kill("SIGKILL");
  };
}
