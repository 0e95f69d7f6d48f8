// A call whose payloads are past their period is there, and says that they were removed rather than never sent.
import { beforeEach, expect, test } from "vitest";
import { getCall } from "@/server/activity/call";
import { db } from "@/server/infra/db";
import { type ExportScene, openExportScene } from "@/server/testing/export-scene";
import { makeLimited } from "@/server/testing/factories";
import { setPeriod } from "@/server/testing/retention-scene";
import { dropExpired } from "./drop";
import { endOfMonth } from "./due";

const dayMs = 86_400_000;
let scene: ExportScene;
let old: string;

beforeEach(async () => {
  await db().activityPolicy.deleteMany();
  scene = await openExportScene();
  old = (await scene.lines("within=90d")).find(({ tool }) => tool === "long_ago")?.id ?? "";
});

/** Once the payloads of the old call's month are past a period of seven days, and no call is. */
async function removeOld(): Promise<void> {
  const call = await db().activityLog.findFirstOrThrow({ where: { id: old } });
  const end = endOfMonth(call.startedAt.toISOString().slice(0, 7));
  await dropExpired(new Date(end.getTime() + 7 * dayMs));
}

test("the call tells that its payloads were removed, and after how long", async () => {
  const { projectId } = scene.ours;
  expect(await getCall(scene.ours, { id: old })).toMatchObject({
    ...{ payloadsRemoved: null, payloads: { request: { body: "{}" } } },
  });
  await setPeriod(projectId, null, 7);
  await removeOld();
  expect(await getCall(scene.ours, { id: old })).toMatchObject({
    ...{ payloadsRemoved: { afterDays: 7 }, payloads: { request: null, response: null } },
  });
  await setPeriod(projectId, null);
  expect(await getCall(scene.ours, { id: old })).toMatchObject({
    payloadsRemoved: { afterDays: null },
  });
});

test("a call that is kept whole is not said to have lost anything", async () => {
  await setPeriod(scene.ours.projectId, null, 7);
  await removeOld();
  const [newest] = await scene.lines("within=1h&outcome=ok");
  expect(await getCall(scene.ours, { id: newest?.id ?? "" })).toMatchObject({
    payloadsRemoved: null,
  });
});

test("who may not read payloads is not told about them", async () => {
  await setPeriod(scene.ours.projectId, null, 7);
  await removeOld();
  const rules = ["activity.read", "endpoint.read"] as const;
  const reader = await makeLimited(
    scene.ours.projectId,
    ...rules.map((permission) => ({ permission, conditions: [] })),
  );
  expect(await getCall(reader, { id: old })).toMatchObject({
    ...{ payloads: null, payloadsRemoved: null },
  });
});

test("the export tells, call by call, whose payloads were removed", async () => {
  await setPeriod(scene.ours.projectId, null, 7);
  await removeOld();
  const lines = await scene.lines("within=90d&payloads=1");
  const removed = lines.filter((line) => line["payloadsRemoved"]).map(({ id }) => id);
  expect(removed).toEqual([old]);
  const csv = await (await scene.ask("format=csv&within=90d&payloads=1")).text();
  expect(csv.split("\r\n").filter((line) => line.endsWith(",yes"))).toHaveLength(1);
});

test("a search for text passes by what was removed, without an error", async () => {
  await setPeriod(scene.ours.projectId, null, 7);
  await removeOld();
  expect(await scene.listed({ within: "90d", q: "long_ago" })).toEqual([old]);
});
