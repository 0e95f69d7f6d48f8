import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { query } from "./postgres/connect.mjs";
import { startPostgres } from "./postgres.mjs";
import { endsWithin } from "./processes.mjs";

const patient = { timeout: 60_000 };
let room = "";
let dataDir = "";
const running = new Set();

beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-launcher-"));
  await chmod(room, 0o711);
  dataDir = join(room, "data");
});
afterEach(async () => {
  await Promise.all([...running].map((postgres) => postgres.stop()));
  running.clear();
  await rm(room, { recursive: true });
});

async function start() {
  const postgres = await startPostgres({ dataDir, durable: false });
  running.add(postgres);
  return postgres;
}

test("what was written is there again after a restart, at the same address", patient, async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 7 AS value");
  await first.stop();
  expect(await endsWithin(first.pid, 0)).toBe(true);
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "SELECT value FROM kept")).toEqual([{ value: 7 }]);
});

test("the application is no superuser, and parameters never reach the log", patient, async () => {
  const { url } = await start();
  const [row] = await query(
    url,
    "SELECT rolsuper, current_setting('log_parameter_max_length') AS logged, current_setting('listen_addresses') AS listens, current_setting('password_encryption') AS hashes FROM pg_roles WHERE rolname = current_user",
  );
  expect(row).toEqual({
    rolsuper: false,
    logged: "0",
    listens: "127.0.0.1",
    hashes: "scram-sha-256",
  });
});

test("one that runs already is adopted, and stopped by whoever adopted it", patient, async () => {
  const first = await start();
  const second = await start();
  expect(second.pid).toBe(first.pid);
  await second.stop();
  expect(await endsWithin(second.pid, 0)).toBe(true);
});

test("after kill -9 it comes back at the same address by itself", patient, async () => {
  const postgres = await start();
  const killed = postgres.pid;
  process.kill(killed, "SIGKILL");
  await expect
    .poll(() => query(postgres.url, "SELECT 1 AS one").catch(() => []), { timeout: 20_000 })
    .toEqual([{ one: 1 }]);
  expect(postgres.pid).not.toBe(killed);
});
