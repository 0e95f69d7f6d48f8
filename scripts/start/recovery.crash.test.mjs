import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../migrate.mjs";
import { freePort } from "../postgres/postmaster.mjs";
import { endProcess, endsWithin, forkGuarded } from "../processes.mjs";

let room = "";
let env = {};
/** @type {import("node:child_process").ChildProcess | undefined} */
let launcher;

beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-recovery-"));
  await chmod(room, 0o711);
  const port = String(await freePort(undefined));
  env = { DATA_DIR: join(room, "data"), HOST: "127.0.0.1", PORT: port, LOG_LEVEL: "silent" };
  for (const name of ["DATABASE_URL", "ENCRYPTION_KEYS", "AUTH_SECRET", "NODE_ENV"]) env[name] = "";
});
afterEach(async () => {
  if (launcher?.pid) await endProcess(launcher.pid, [["SIGTERM", 6000]]);
  await rm(room, { recursive: true });
});

/** @returns {Promise<number>} milliseconds until it served */
async function start() {
  const began = performance.now();
  const child = forkGuarded(join(ROOT, "scripts/start.mjs"), [], { cwd: ROOT, env, silent: true });
  launcher = child;
  await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", (code) => fail(new Error(`npm start ended with ${code}`)));
  });
  return performance.now() - began;
}

const isReady = () =>
  fetch(`http://127.0.0.1:${env.PORT}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

async function pids() {
  const { launcher, server } = JSON.parse(
    await readFile(join(env.DATA_DIR, "gatehouse.json"), "utf8"),
  );
  const pidFile = await readFile(join(env.DATA_DIR, "postgres/postmaster.pid"), "utf8");
  return { launcher, server, postgres: Number(pidFile.split("\n")[0]) };
}

test("after kill -9 of the launcher its children go, and a start recovers", async () => {
  await start();
  const before = await pids();
  process.kill(before.launcher, "SIGKILL");
  expect(await endsWithin(before.server, 6000)).toBe(true);
  expect(await endsWithin(before.postgres, 6000)).toBe(true);
  await start();
  expect(await isReady()).toBe(true);
});

test("after kill -9 of the server the launcher takes the database along, and a start recovers", async () => {
  await start();
  const before = await pids();
  process.kill(before.server, "SIGKILL");
  expect(await endsWithin(before.launcher, 6000)).toBe(true);
  expect(await endsWithin(before.postgres, 0)).toBe(true);
  await start();
  expect(await isReady()).toBe(true);
});

test("after kill -9 of the database the server is ready again without a restart", async () => {
  await start();
  const before = await pids();
  process.kill(before.postgres, "SIGKILL");
  await expect.poll(isReady, { timeout: 20_000 }).toBe(true);
  expect((await pids()).server).toBe(before.server);
});

test("after kill -9 of everything a start recovers", async () => {
  await start();
  for (const pid of Object.values(await pids())) process.kill(pid, "SIGKILL");
  await start();
  expect(await isReady()).toBe(true);
});

test("an interrupt stops everything within five seconds", async () => {
  await start();
  const before = await pids();
  process.kill(before.launcher, "SIGINT");
  const all = Object.values(before).map((pid) => endsWithin(pid, 5000));
  expect(await Promise.all(all)).toEqual([true, true, true]);
  expect(await isReady()).toBe(false);
});
