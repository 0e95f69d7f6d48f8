// One Gatehouse per DATA_DIR and port: who runs there now, and what a killed one left behind.
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "./console.mjs";
import { commandOf, endProcess, endsWithin, isAlive } from "./processes.mjs";

/** A launcher that was just killed, or whose npm was, needs a moment to let go. */
const PATIENCE = 2500;

/** @param {number | undefined} pid @param {string} script */
async function runs(pid, script) {
  if (!pid || pid === process.pid || !(await isAlive(pid))) return false;
  return (await commandOf(pid)).includes(script);
}

/**
 * Takes DATA_DIR for this process, ending a server whose launcher was killed.
 * @param {string} dataDir
 * @returns {Promise<{ serves: (pid: number) => Promise<void>, release: () => Promise<void> }>}
 * @throws {Failure} when another launcher is alive
 */
export async function claim(dataDir) {
  const path = join(dataDir, "gatehouse.json");
  const previous = await readFile(path, "utf8")
    .then(JSON.parse)
    .catch(() => ({}));
  if (
    (await runs(previous.launcher, "scripts/")) &&
    !(await endsWithin(previous.launcher, PATIENCE))
  ) {
    throw new Failure(
      `Gatehouse already runs with DATA_DIR ${dataDir} (process ${previous.launcher}): stop it first, or choose another DATA_DIR.`,
    );
  }
  if (await runs(previous.server, "main.mjs"))
    await endProcess(previous.server, [["SIGKILL", 2000]]);
  const save = (server) => writeFile(path, JSON.stringify({ launcher: process.pid, server }));
  await save();
  return { serves: save, release: () => rm(path, { force: true }) };
}

/** @param {number} port @param {string} host @returns {Promise<string | undefined>} the error's code */
function tryListen(port, host) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", (error) => done(error.code ?? "unknown"));
    server.listen(port, host, () => server.close(() => done(undefined)));
  });
}

/** @param {number} port @param {string} host throws a Failure when nothing can listen there */
export async function requireFreePort(port, host) {
  let code = await tryListen(port, host);
  for (const until = performance.now() + PATIENCE; code === "EADDRINUSE"; ) {
    if (performance.now() > until) break;
    await wait(100);
    code = await tryListen(port, host);
  }
  const reasons = {
    EADDRINUSE: `Port ${port} on ${host} is in use by another program: stop it, or set PORT to a free one.`,
    EACCES: `Port ${port} needs more rights than this user has: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine.`,
    ENOTFOUND: `HOST ${host} is not an address of this machine.`,
  };
  if (code) throw new Failure(reasons[code] ?? `Nothing can listen on ${host}:${port} (${code}).`);
}
