import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareDatabase } from "../migrate.mjs";
import { query } from "../postgres/connect.mjs";
import { startPostgres } from "../postgres.mjs";
import { endsWithin, isAlive } from "../processes.mjs";

const patient = { timeout: 60_000 };
const script = fileURLToPath(new URL("../keys.mjs", import.meta.url));
const key = (id) => `${id}:${randomBytes(32).toString("base64")}`;
const ENCRYPTION_KEYS = [key("k2"), key("k1")].join();
let room = "";
let dataDir = "";

beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-keys-"));
  await chmod(room, 0o711);
  dataDir = join(room, "data");
});
afterEach(() => rm(room, { recursive: true }));

/** @param {import("../postgres.mjs").Postgres} postgres */
const prepare = ({ url: maintenanceUrl, applicationUrl: url }) =>
  prepareDatabase({ url, maintenanceUrl });

/** Runs the command to its end. @returns {Promise<{ code: number, said: string, sentence: string }>} */
function keys(args, env) {
  const base = { PATH: process.env.PATH, DATA_DIR: dataDir, NODE_ENV: "" };
  const child = spawn(process.execPath, [script, ...args], { env: { ...base, ...env } });
  let [said, sentence] = ["", ""];
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    sentence += chunk;
  });
  return new Promise((done) => {
    child.once("close", (code) => done({ code, said, sentence: sentence.trim() }));
  });
}

test(
  "it works beside a server on the embedded database, and leaves that running",
  patient,
  async () => {
    const postgres = await startPostgres({ dataDir, durable: false });
    await prepare(postgres);
    await writeFile(join(dataDir, "secrets.json"), JSON.stringify({ ENCRYPTION_KEYS }));
    const { code, said } = await keys(["rotate"], {});
    expect(said).toContain("Nothing is sealed yet.");
    expect(said).not.toContain("Starting PostgreSQL");
    expect(code).toBe(0);
    expect(await isAlive(postgres.pid)).toBe(true);
    expect(await query(postgres.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await postgres.stop();
  },
);

test("it starts an embedded database that is stopped, and stops it again", patient, async () => {
  const postgres = await startPostgres({ dataDir, durable: false });
  await prepare(postgres);
  await postgres.stop();
  const { code, said } = await keys([], { ENCRYPTION_KEYS });
  expect(said).toMatch(/Starting PostgreSQL.*k2 +active.*k1 +kept/s);
  expect(code).toBe(0);
  await expect(query(postgres.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  expect(await readdir(dataDir)).not.toContain("gatehouse.json");
  expect(await endsWithin(postgres.pid, 0)).toBe(true);
});

test("without a database or without keys it says so, and makes neither", patient, async () => {
  const none = await keys([], { ENCRYPTION_KEYS });
  expect(none).toMatchObject({ code: 1, said: "" });
  expect(none.sentence).toMatch(/^There is no database in DATA_DIR [^\n]+$/);
  await mkdir(dataDir);
  const keyless = await keys([], {});
  expect(keyless.code).toBe(1);
  expect(keyless.sentence).toMatch(/^ENCRYPTION_KEYS is not set, and DATA_DIR [^\n]+$/);
  expect(await readdir(dataDir)).toEqual([]);
});

test("a weak key ends it with one sentence that does not show the key", patient, async () => {
  const postgres = await startPostgres({ dataDir, durable: false });
  await prepare(postgres);
  const typed = Buffer.from("correct horse battery staple 123").toString("base64");
  const { code, sentence } = await keys([], { ENCRYPTION_KEYS: `k1:${typed}` });
  expect(code).toBe(1);
  expect(sentence).toBe(
    "ENCRYPTION_KEYS: the key k1 is not random. Make one with openssl rand -base64 32.",
  );
  await postgres.stop();
});
