// One PostgreSQL process: started, recognised when a killed launcher left it behind, and stopped.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../console.mjs";
import { commandOf, endProcess, endsWithin, guard, isAlive } from "../processes.mjs";
import { runtime } from "./cluster.mjs";
import { adminUrl, query } from "./connect.mjs";

/** @typedef {{ pid: number, port: number, ended: Promise<void>, stop: () => Promise<void> }} Postmaster */

/** Fast shutdown, then immediate (recovered from the log at the next start), then the end: two seconds at most. */
const STOP = [
  ["SIGINT", 1500],
  ["SIGQUIT", 400],
  ["SIGKILL", 200],
];
const LOG_LIMIT = 5_000_000;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  // Arguments of calls travel as bind parameters: they must never reach a log.
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};
const FORGETFUL = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** @param {string} data @returns {Promise<{ pid: number, port: number, ready: boolean } | undefined>} */
async function readPidFile(data) {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid < 1) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** A process id may have been reused; the postmaster's command line names its directory. */
async function isPostmasterOf(pid, data) {
  return (await commandOf(pid)).includes(data);
}

/** @param {import("./cluster.mjs").Cluster} cluster @param {number} port */
async function answersFor(cluster, port) {
  try {
    const [row] = await query(adminUrl(cluster, port), "SHOW data_directory");
    return (await realpath(row.data_directory)) === (await realpath(cluster.data));
  } catch {
    return false;
  }
}

/**
 * Takes over the PostgreSQL a killed launcher left running, or clears what a dead one left behind.
 * @param {import("./cluster.mjs").Cluster} cluster
 * @returns {Promise<Postmaster | undefined>}
 */
export async function adoptPostmaster(cluster) {
  const found = await readPidFile(cluster.data);
  if (found && (await isAlive(found.pid))) {
    if (await answersFor(cluster, found.port)) return handle(found.pid, found.port);
    // Starting, stopping or stuck: it must be gone before another may open the same files.
    if ((await isPostmasterOf(found.pid, cluster.data)) && !(await endsWithin(found.pid, 2000))) {
      await endProcess(found.pid, STOP);
    }
  }
  await rm(join(cluster.data, "postmaster.pid"), { force: true });
  return undefined;
}

/** @param {number | undefined} preferred @returns {Promise<number>} that port if free, else any free one */
export async function freePort(preferred) {
  const attempt = (port) =>
    new Promise((done) => {
      const server = createServer();
      server.once("error", () => done(undefined));
      server.listen(port, "127.0.0.1", () => {
        const { port: given } = server.address();
        server.close(() => done(given));
      });
    });
  return (preferred && (await attempt(preferred))) || (await attempt(0));
}

async function openLog(cluster) {
  const path = join(dirname(cluster.stateFile), "postgres.log");
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT) await rename(path, `${path}.1`);
  return { path, fd: openSync(path, "a", 0o600), from: size > LOG_LIMIT ? 0 : size };
}

/** @param {number} pid @param {number} port @param {Promise<void>} [ended] @returns {Postmaster} */
function handle(pid, port, ended = untilGone(pid)) {
  const release = guard(pid, { first: "INT", last: "QUIT" });
  ended.then(release);
  const stop = async () => {
    await endProcess(pid, STOP);
    release();
  };
  return { pid, port, ended, stop };
}

/** @param {number} pid not our child, so nobody tells us */
async function untilGone(pid) {
  while (await isAlive(pid)) await wait(100, undefined, { ref: false });
}

/**
 * @param {import("./cluster.mjs").Cluster} cluster
 * @param {{ bin: string, lib: string }} binaries
 * @param {{ port: number, durable: boolean }} options
 * @returns {Promise<Postmaster>} once it accepts connections
 */
export async function launchPostmaster(cluster, binaries, { port, durable }) {
  const log = await openLog(cluster);
  const settings = { ...SETTINGS, ...(durable ? {} : FORGETFUL), port: String(port) };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Its own session: Ctrl-C in the terminal must not stop the database before the server.
  const child = spawn(join(binaries.bin, "postgres"), ["-D", cluster.data, ...args], {
    ...runtime(binaries, cluster.data),
    ...cluster.owner,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  closeSync(log.fd);
  const ended = new Promise((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
  if (!child.pid) throw new Failure("The embedded PostgreSQL could not be executed.");
  const postmaster = handle(child.pid, port, ended);
  if (await becomesReady(cluster.data, child)) return postmaster;
  await postmaster.stop();
  const said = (await readFile(log.path, "utf8").catch(() => "")).slice(log.from);
  const reason = /(?:FATAL|PANIC):\s*(.*)/.exec(said)?.[1] ?? "it did not become ready";
  throw new Failure(`The embedded PostgreSQL did not start: ${reason} (see ${log.path}).`);
}

/** @param {string} data @param {import("node:child_process").ChildProcess} child */
async function becomesReady(data, child) {
  const until = performance.now() + 60_000;
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    const found = await readPidFile(data);
    if (found?.pid === child.pid && found?.ready) return true;
    await wait(10);
  }
  return false;
}
