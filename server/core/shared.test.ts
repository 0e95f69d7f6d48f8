import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { forget, shared } from "@/server/core/shared";

const room = await mkdtemp(join(tmpdir(), "gatehouse-shared-"));
afterAll(() => rm(room, { recursive: true, force: true }));

/** A copy of the module, as Next's build and the bundle of server/main.ts each hold one. */
async function loadCopy(name: string): Promise<{ shared: typeof shared }> {
  const { outputFiles } = await build({
    entryPoints: ["server/core/shared.ts"],
    bundle: true,
    format: "esm",
    write: false,
  });
  const path = join(room, `${name}.mjs`);
  await writeFile(path, outputFiles[0]?.text ?? "");
  return import(path);
}

test("two copies of the module hand out one and the same instance", async () => {
  const [one, two] = await Promise.all(["one", "two"].map(loadCopy));
  const made = one?.shared("test.instance", () => ({ by: "one" }));
  expect(two?.shared("test.instance", () => ({ by: "two" }))).toBe(made);
  expect(shared("test.instance", () => ({ by: "here" }))).toBe(made);
  forget("test.instance");
  expect(shared("test.instance", () => ({ by: "here" }))).not.toBe(made);
});
