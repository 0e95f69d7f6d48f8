// Retention keeps the chain verifiable: what was dropped is known as dropped, and what is left is proved as before.
import { beforeEach, expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { asOwner } from "@/server/testing/owner";
import { ProofScene, reportOf } from "@/server/testing/proof-scene";
import { setPeriod } from "@/server/testing/retention-scene";
import { dropExpired } from "./drop";
import { beginOfMonth, endOfMonth } from "./due";
import { leafNameOf } from "./leaves";
import { monthOf } from "./payload-months";
import { checkpoints } from "./proof";

const dayMs = 86_400_000;
const thisMonth = monthOf(new Date());
const lastMonth = monthOf(new Date(beginOfMonth(thisMonth).getTime() - dayMs));
const before = new Date(beginOfMonth(lastMonth).getTime() + dayMs);
const due = new Date(endOfMonth(lastMonth).getTime() + 7 * dayMs);

beforeEach(() => db().activityPolicy.deleteMany());

/** Calls of last month and of this one, written as the gateway does. */
async function openScene(): Promise<ProofScene> {
  const scene = await ProofScene.open();
  await scene.add(3, { startedAt: before });
  await scene.add(3);
  await scene.checkpoint();
  return scene;
}

test("a month that was dropped is no finding, and is named with its reason", async () => {
  const scene = await openScene();
  await setPeriod(scene.projectId, 7);
  await dropExpired(due);
  const verification = await scene.verify();
  expect(await scene.found()).toEqual([]);
  const place = { projectId: scene.projectId, month: lastMonth.replace("-", "") };
  expect(verification.dropped).toContainEqual({
    ...place,
    what: "calls",
    reason: "past the 7 days it is kept",
  });
  expect(reportOf(verification, scene.projectId)).toMatchObject([
    { month: thisMonth.replace("-", ""), rows: 6 },
  ]);
});

test("payloads that were dropped alone leave a chain that is whole", async () => {
  const scene = await openScene();
  await setPeriod(scene.projectId, null, 7);
  await dropExpired(due);
  expect(await scene.found()).toEqual([]);
  expect(reportOf(await scene.verify(), scene.projectId)).toHaveLength(2);
});

test("the same month dropped by hand is a finding", async () => {
  const scene = await openScene();
  const leaf = leafNameOf("calls", lastMonth, scene.projectId);
  await asOwner(`DROP TABLE "${leaf}"`);
  expect(await scene.found()).not.toEqual([]);
});

test("what a hold brought back is proved again", async () => {
  const scene = await openScene();
  await setPeriod(scene.projectId, 7);
  const { projectId } = scene;
  const stop = new Error("the process ended");
  // Announced and taken out, and then nothing more.
  await dropExpired(due, {
    ...checkpoints,
    dropping: async (leaf, reason, now) => {
      if (leaf.kind !== "starts") throw stop;
      await checkpoints.dropping(leaf, reason, now);
      await asOwner(`CREATE VIEW keeps AS SELECT * FROM "${leaf.name}"`);
    },
  });
  await asOwner("DROP VIEW keeps");
  await db().activityPolicy.update({ where: { projectId }, data: { heldAt: new Date() } });
  await dropExpired(due);
  expect(await scene.found()).toEqual([]);
  const leaf = leafNameOf("starts", lastMonth, projectId);
  await asOwner(`UPDATE "${leaf}" SET "toolName" = 'other'`);
  expect(await scene.found()).not.toEqual([]);
});
