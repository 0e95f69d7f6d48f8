import { beforeEach, describe, expect, test } from "vitest";
import { recordOutcome, recordStart } from "@/server/activity/record";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import {
  type ExportScene,
  linear,
  openExportScene,
  readerOf,
  well,
} from "@/server/testing/export-scene";
import { makeRole } from "@/server/testing/factories";
import { joinProject, testPerson } from "@/server/testing/portal";
import { whileAuditRefuses } from "@/server/testing/refuse-audit";

let scene: ExportScene;

beforeEach(async () => {
  scene = await openExportScene();
});

describe("the export of an address is what the page lists by it:", () => {
  const month = { within: "30d" };
  const since = "2020-01-01T00:00:00.000Z";
  test.each([
    ["", month, 4],
    ["within=custom", {}, 5],
    ["within=90d&from=2099-01-01T00:00:00Z", { within: "90d" }, 5],
    [`from=${since}`, { from: since }, 5],
    ["tool=search", { ...month, tool: "search" }, 2],
    [`server=${linear}&tool=`, { ...month, serverId: linear }, 1],
    ["client=Cursor", { ...month, client: "Cursor" }, 1],
    ["outcome=timed_out,failed", { ...month, outcome: ["timed_out", "failed"] }, 1],
    ["only=errors", { ...month, only: ["errors"] }, 1],
    ["min=0&max=1000", { ...month, minMs: 0, maxMs: 1_000 }, 2],
    ["q=needle", { ...month, q: "needle" }, 1],
    ["error=timeout&zone=utc", { ...month, error: "timeout" }, 1],
    ["outcome=running", { ...month, outcome: ["running"] }, 1],
  ])("%j", async (query, filter, count) => {
    const expected = await scene.listed(filter);
    expect(expected).toHaveLength(count);
    expect((await scene.lines(query)).map(({ id }) => id)).toEqual(expected);
  });

  test("of one endpoint or person", async () => {
    await scene.add(5, {
      endpointId: await scene.endpoint("Other"),
      endpointName: "Other",
      userId: newId(),
    });
    for (const query of [`endpoint=${scene.support}`, `person=${scene.ana.userId}`])
      expect(await scene.lines(query)).toHaveLength(4);
    expect(await scene.lines("")).toHaveLength(5);
  });
});

test("an export of many pages has every call once, in order", async () => {
  await scene.addMany(9_000);
  const found = await scene.lines("within=custom&outcome=ok");
  const all = await db().activityLog.findMany({
    where: { projectId: scene.ours.projectId, outcome: "ok" },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  expect(all).toHaveLength(9_003);
  expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
});

test("a call that ends while the export is under way stands in it once", async () => {
  const started = await recordStart(scene.callAt(9, { toolName: "ends_soon" }), "{}");
  // As large as makes two portions of them.
  const response = JSON.stringify({ text: "x".repeat(200_000) });
  for (let nth = 0; nth < 30; nth++)
    await scene.add(4, {}, { responseBytes: response.length }, { response });
  const reader = (await scene.ask("format=jsonl&payloads=1")).body?.getReader();
  const texts = [await reader?.read()];
  await recordOutcome(started, well, "{}");
  while (!texts.at(-1)?.done) texts.push(await reader?.read());
  const text = texts.map((one) => new TextDecoder().decode(one?.value)).join("");
  expect(text.split('"tool":"ends_soon"')).toHaveLength(2);
  expect(text.trimEnd().split("\n")).toHaveLength(35);
});

describe("who loses, while a long export is under way,", () => {
  const rest = async (response: Response, meanwhile: () => Promise<unknown>) => {
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    await meanwhile();
    for (let page = 0; page < 5; page++) await reader?.read();
  };

  test("the permission to read calls gets no more of it", async () => {
    await scene.addMany(9_000);
    const leaving = () => db().membership.deleteMany({ where: { userId: scene.ana.userId } });
    await expect(rest(await scene.ask("format=jsonl"), leaving)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("the permission to read payloads gets no more of those", async () => {
    await scene.addMany(2_000);
    const reader = await testPerson();
    const role = await makeRole(
      scene.ours.projectId,
      ...(["activity.read", "endpoint.read", "activity.readPayload"] as const).map(
        (permission) => ({ permission, conditions: [] }),
      ),
    );
    await joinProject(reader, scene.ours.projectId, role);
    const response = await scene.ask("format=jsonl&payloads=1", { cookie: reader.cookie });
    const roleId = await readerOf(scene.ours.projectId);
    const losing = () =>
      db().membershipRole.updateMany({
        where: { membership: { userId: reader.userId } },
        data: { role: roleId, roleId },
      });
    await expect(rest(response, losing)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("the export is on the audit log, with who and the filter, before its first byte", async () => {
  await scene.ask("format=csv&payloads=1&q=needle&min=0&outcome=ok,failed");
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { at: "desc" } });
  expect(event).toMatchObject({
    ...{ action: "activity.exported", projectId: scene.ours.projectId, actorId: scene.ana.userId },
    subjectType: "activity",
  });
  expect(event.after).toEqual({
    ...{ format: "csv", payloads: true, within: "30d", q: "needle", minMs: 0 },
    outcome: ["ok", "failed"],
  });
});

test("an export that cannot be recorded sends nothing", async () => {
  await whileAuditRefuses(async () => {
    const response = await scene.ask("format=jsonl");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("create_issue");
  });
});
