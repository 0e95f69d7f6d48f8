import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureSecrets } from "./secrets.mjs";

let room = "";
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-secrets-"));
});
afterEach(() => rm(room, { recursive: true }));

test("secrets are generated once, readable by their owner alone", async () => {
  const first = await ensureSecrets(room, {});
  expect(Buffer.from(first.ENCRYPTION_KEYS.split(":")[1], "base64")).toHaveLength(32);
  expect(first.AUTH_SECRET.length).toBeGreaterThanOrEqual(43);
  expect((await stat(join(room, "secrets.json"))).mode & 0o777).toBe(0o600);
  expect(await ensureSecrets(room, {})).toEqual(first);
});

test("what the environment gives is neither generated nor written down", async () => {
  const secrets = await ensureSecrets(room, { ENCRYPTION_KEYS: "mine:abc" });
  expect(secrets.ENCRYPTION_KEYS).toBe("mine:abc");
  expect(await readFile(join(room, "secrets.json"), "utf8")).not.toContain("ENCRYPTION_KEYS");
});

test("with everything given, DATA_DIR is not touched", async () => {
  const env = { ENCRYPTION_KEYS: "mine:abc", AUTH_SECRET: "s" };
  expect(await ensureSecrets(join(room, "absent"), env)).toEqual(env);
});

test("a damaged file is reported, not replaced", async () => {
  await writeFile(join(room, "secrets.json"), "{");
  await expect(ensureSecrets(room, {})).rejects.toThrow("cannot be read (the file is damaged)");
});
