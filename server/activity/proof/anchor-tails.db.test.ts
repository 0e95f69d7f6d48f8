// A process was killed: what it wrote after its last checkpoint is covered by another one.
import { beforeEach, expect, test } from "vitest";
import { lane, ownChains } from "@/server/activity/lane";
import { anchorTails, lastCallBefore } from "@/server/activity/proof/anchor-tails";
import { db } from "@/server/infra/db";
import { ProofScene, reportOf, said } from "@/server/testing/proof-scene";

let scene: ProofScene;
const minuteMs = 60_000;
const now = Date.now();
const ago = (minutes: number) => ({ startedAt: new Date(now - minutes * minuteMs) });

beforeEach(async () => {
  scene = await ProofScene.open();
});

/** As a killed process leaves them: nobody will note these chains any more. */
async function die(): Promise<void> {
  await lane().flushed();
  const chains = await ownChains();
  chains.takeChanged();
  chains.restart();
}

const anchor = () => anchorTails(new Date(), new Date());

async function unanchored(): Promise<number> {
  const [report] = reportOf(await scene.verify(), scene.projectId);
  return report?.unanchored ?? 0;
}

test("the tail of a chain is covered, and its removal shows from then on", async () => {
  await scene.add(2, ago(6));
  await scene.checkpoint();
  const lost = await scene.add(3, ago(5));
  await die();
  expect(await unanchored()).toBe(6);
  expect(await anchor()).toBe(6);
  expect(await unanchored()).toBe(0);
  expect(await scene.found()).toEqual([]);
  await scene.tamper(`DELETE FROM "ActivityLog" WHERE id = $1`, [lost[2]]);
  expect(said(await scene.found())).toContainEqual(["removed", null]);
});

test("so is a whole chain that had no checkpoint yet, once", async () => {
  await scene.add(3, ago(5));
  await die();
  expect(await anchor()).toBe(6);
  expect(await anchor()).toBe(0);
  expect(await unanchored()).toBe(0);
});

test("only as far as it is as it was written", async () => {
  const ids = await scene.add(3, ago(5));
  await die();
  await scene.tamper(`UPDATE "ActivityLog" SET outcome = 'failed' WHERE id = $1`, [ids[1]]);
  expect(await anchor()).toBe(3);
  expect((await scene.found())[0]).toMatchObject({ callId: ids[1] });
});

test("a chain that goes on is left to its own process", async () => {
  await scene.add(2, ago(5));
  await scene.add(1);
  expect(await anchor()).toBe(0);
});

test("after a long standstill it is looked for where the record ended", async () => {
  await scene.add(2, ago(60 * 24));
  await die();
  expect(await anchor()).toBe(0);
  await db().project.create({ data: { id: scene.projectId, slug: "still", name: "Still" } });
  const ended = await lastCallBefore(new Date());
  expect(ended).toEqual(ago(60 * 24).startedAt);
  expect(await anchorTails(ended ?? new Date(), new Date())).toBe(4);
});
