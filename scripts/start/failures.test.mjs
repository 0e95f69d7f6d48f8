import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const patient = { timeout: 60_000 };
const script = fileURLToPath(new URL("../start.mjs", import.meta.url));
let room = "";

beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-failures-"));
});
afterEach(() => rm(room, { recursive: true }));

/** Runs `npm start`'s script to its end. @returns {Promise<{ code: number, sentence: string }>} */
function start(env) {
  const base = { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: "0", NODE_ENV: "" };
  const child = spawn(process.execPath, [script], { env: { ...base, DATA_DIR: room, ...env } });
  let sentence = "";
  child.stderr.on("data", (chunk) => {
    sentence += chunk;
  });
  child.stdout.resume();
  return new Promise((done) => {
    child.once("close", (code) => done({ code, sentence: sentence.trim() }));
  });
}

async function occupyPort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { port: String(server.address().port), close: () => server.close() };
}

test("a busy port ends it with one sentence", patient, async () => {
  const { port, close } = await occupyPort();
  const { code, sentence } = await start({ PORT: port });
  close();
  expect(code).toBe(1);
  expect(sentence).toBe(
    `Port ${port} on 127.0.0.1 is in use by another program: stop it, or set PORT to a free one.`,
  );
});

test("a DATA_DIR that cannot be written ends it with one sentence", patient, async () => {
  const file = join(room, "file");
  await writeFile(file, "");
  const { code, sentence } = await start({ DATA_DIR: file });
  expect(code).toBe(1);
  expect(sentence).toMatch(/^DATA_DIR .* cannot be written \(ENOTDIR\): [^\n]+$/);
});

test(
  "an unreachable database ends it with one sentence, without its password",
  patient,
  async () => {
    const { code, sentence } = await start({ DATABASE_URL: "postgresql://u:geheim@127.0.0.1:1/d" });
    expect(code).toBe(1);
    expect(sentence).toMatch(/^The database at 127\.0\.0\.1:1\/d cannot be reached [^\n]+$/);
    expect(sentence).not.toContain("geheim");
  },
);

test("production with a database of one's own and no keys ends it", patient, async () => {
  const env = { NODE_ENV: "production", DATABASE_URL: "postgresql://u@127.0.0.1:1/d" };
  const { code, sentence } = await start(env);
  expect(code).toBe(1);
  expect(sentence).toMatch(/^In production with DATABASE_URL, set ENCRYPTION_KEYS[^\n]+$/);
});
