import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureDataDir } from "./writable.mjs";

let room = "";
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), "gatehouse-writable-"));
});
afterEach(() => rm(room, { recursive: true }));

test("a DATA_DIR is made with all that is above it, and others may not read it", async () => {
  const path = join(room, "a/b");
  await ensureDataDir(path);
  await ensureDataDir(path);
  expect((await stat(path)).mode & 0o066).toBe(0);
});

test("a DATA_DIR that is a file is refused with a sentence", async () => {
  const path = join(room, "file");
  await writeFile(path, "");
  await expect(ensureDataDir(path)).rejects.toThrow(`DATA_DIR ${path} cannot be written (ENOTDIR)`);
});
