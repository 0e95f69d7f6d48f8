// Children and their end: nothing we started outlives us, however we die.
import { execFile, fork, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { Failure } from "./console.mjs";

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

/** @param {number} pid @returns {Promise<string>} its command line, or nothing when it cannot be known */
export async function commandOf(pid) {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (line !== undefined) return line.replaceAll("\0", " ");
  const ps = promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]);
  return await ps.then(({ stdout }) => stdout).catch(() => "");
}

/** @param {number} pid @returns {Promise<number>} of its parent */
async function parentOf(pid) {
  const ps = promisify(execFile)("ps", ["-o", "ppid=", "-p", String(pid)]);
  return await ps.then(({ stdout }) => Number(stdout)).catch(() => 0);
}

/**
 * Calls back when the `npm start` that runs us was killed: nobody would tell us, and a second start would find the
 * port taken. A shell above it may go, as with nohup.
 * @param {() => void} callback
 */
export async function whenNpmEnds(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const above = [process.ppid, await parentOf(process.ppid)];
  for (const pid of above) {
    if (!/^npm |npm-cli\.js/.test(await commandOf(pid))) continue;
    while (await isAlive(pid)) await wait(250, undefined, { ref: false });
    callback();
    return;
  }
}

/** @param {number} pid of a process, or of a group when negative @param {NodeJS.Signals} signal */
function signalProcess(pid, signal) {
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
 * @param {number} pid of a process, or of a group when negative
 * @param {{ first: string, last: string }} signals sent at once, and five seconds later
 * @returns {() => void} call it when the process has ended
 */
export function guard(pid, { first, last }) {
  if (process.platform === "win32") return () => {};
  const args = ["-c", GUARD, "gatehouse-guard", String(pid), first, last];
  const shell = spawn("/bin/sh", args, { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  // @ts-expect-error a child's pipe is a socket, which may be unreferenced
  shell.stdin.unref();
  return () => {
    shell.kill("SIGKILL");
  };
}

/**
 * A child in a process group of its own, which goes when we go.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options `env` is added to ours
 */
export function spawnGuarded(command, args, options) {
  const env = { ...process.env, ...options.env };
  return guarded(spawn(command, args, { ...options, env, detached: true }));
}

/**
 * The same for a Node script, with a channel for messages; it is asked to stop by itself, not its whole group.
 * @param {string} script
 * @param {string[]} args
 * @param {import("node:child_process").ForkOptions} options `env` is added to ours
 */
export function forkGuarded(script, args, options) {
  const child = fork(script, args, {
    ...options,
    env: { ...process.env, ...options.env },
    detached: true,
  });
  if (child.pid) child.once("exit", guard(child.pid, { first: "TERM", last: "KILL" }));
  return child;
}

/** @param {import("node:child_process").ChildProcess} child */
function guarded(child) {
  if (child.pid) child.once("exit", guard(-child.pid, { first: "TERM", last: "KILL" }));
  return child;
}

/**
 * Runs a command to its end without showing what it says, unless it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, within?: number }} options `within`: milliseconds it may take
 * @returns {Promise<string>} its output
 */
export function run(command, args, { within, ...options }) {
  return new Promise((done, fail) => {
    const child = spawnGuarded(command, args, {
      ...options,
      timeout: within,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", (error) => fail(new Failure(`${command} cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) done(output);
      else fail(new Failure(output.trim().split("\n").slice(-40).join("\n")));
    });
  });
}
