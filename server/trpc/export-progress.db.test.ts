import { randomBytes } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { exportProgress } from "@/server/audit/export-progress";
import { bus } from "@/server/infra/bus";
import { type ExportScene, openExportScene } from "@/server/testing/export-scene";
import { testPerson } from "@/server/testing/portal";

let scene: ExportScene;
let id: string;

beforeEach(async () => {
  scene = await openExportScene();
  id = randomBytes(16).toString("hex");
});

/** What the person who exports is told. */
async function told(userId = scene.ana.userId) {
  await bus().settled();
  return exportProgress({ userId, id });
}

test.each(["csv", "jsonl"])(
  "a %s file that was read to its end was told row by row",
  async (format) => {
    await scene.addMany(9_000);
    const file = await scene.ask(`format=${format}&within=custom&progress=${id}`);
    await file.text();
    expect(await told()).toEqual({ state: "done", rows: 9_005, message: null });
  },
);

test("an export under way is told as far as the browser has it", async () => {
  await scene.addMany(9_000);
  const file = await scene.ask(`format=jsonl&within=custom&progress=${id}`);
  const reader = file.body?.getReader();
  await reader?.read();
  const progress = await told();
  expect(progress).toMatchObject({ state: "running" });
  expect(progress?.rows).toBeLessThan(9_005);
  await reader?.cancel();
  expect(await told()).toMatchObject({ state: "cancelled" });
});

test("a refusal is told with its reason", async () => {
  await scene.ask(`format=pdf&progress=${id}`);
  expect(await told()).toEqual({
    ...{ state: "refused", rows: 0 },
    message: "This export is not one Gatehouse understands.",
  });
});

test("nobody else hears of it, and an id that no browser made is not followed", async () => {
  await (await scene.ask(`format=jsonl&progress=${id}`)).text();
  expect(await told((await testPerson()).userId)).toBeNull();
  const odd = "x".repeat(32);
  await (await scene.ask(`format=jsonl&progress=${odd}`)).text();
  expect(exportProgress({ userId: scene.ana.userId, id: odd })).toBeNull();
});
