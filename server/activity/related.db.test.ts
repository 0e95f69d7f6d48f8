import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { getCall } from "@/server/activity/call";
import { listCalls } from "@/server/activity/queries";
import { listRelated } from "@/server/activity/related";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { makeGrant, makeLimited, makeMember, makeProject } from "@/server/testing/factories";
import { makeMachine } from "@/server/testing/machines";
import { addEndedCall, type RecordedCall } from "@/server/testing/recorded-calls";

let projectId: string;
let admin: Ctx;
const minute = 60_000;
const start = Date.now() - 60 * minute;

beforeEach(async () => {
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
});

const callAt = (minutes: number, given: Partial<RecordedCall> = {}) =>
  addEndedCall(projectId, { startedAt: new Date(start + minutes * minute), ...given });

async function every(ctx: Ctx, id: string, side: "earlier" | "later", limit: number) {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listRelated(ctx, { id, side, cursor, limit });
    ids.push(...page.items.map((call) => call.id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

describe("calls of the same session", () => {
  test("stand on both sides, nearest first, and pages of any size hold each once", async () => {
    const same = { sessionId: newId(), userId: newId(), grantId: newId() };
    const made: string[] = [];
    for (const at of [0, 1, 1, 1, 2, 30]) made.push((await callAt(at, same)).id);
    await callAt(1, { ...same, sessionId: newId() });
    await callAt(1, { ...same, sessionId: null });
    await callAt(1, { userId: same.userId });
    // Three began at the same moment: their ids order them, as everywhere.
    made.sort();
    const [here = ""] = made.slice(2);
    for (const limit of [1, 2, 50]) {
      expect(await every(admin, here, "earlier", limit)).toEqual([made[1], made[0]]);
      expect(await every(admin, here, "later", limit)).toEqual(made.slice(3));
    }
    const { by } = await listRelated(admin, { id: here, side: "later", limit: 1 });
    expect(by).toBe("session");
  });

  test("are those one may see", async () => {
    const [visible, hidden] = [newId(), newId()];
    const named = { slug: newSlug(), name: "engineering-a" };
    await db().mcpEndpoint.create({ data: { id: visible, projectId, ...named } });
    const same = { sessionId: newId(), userId: newId() };
    const here = await callAt(0, { ...same, endpointId: visible });
    const other = await callAt(1, { ...same, endpointId: hidden });
    const limited = await makeLimited(
      projectId,
      { permission: "activity.read", conditions: [] },
      {
        permission: "endpoint.read",
        conditions: [{ property: "name", operator: "equal", values: ["engineering-a"] }],
      },
    );
    expect(await every(admin, here.id, "later", 5)).toEqual([other.id]);
    expect(await every(limited, here.id, "later", 5)).toEqual([]);
    const unseen = listRelated(limited, { id: other.id, side: "earlier", limit: 5 });
    await expect(unseen).rejects.toMatchObject({ code: "not_found" });
    const stranger = await makeMember((await makeProject("Other")).id);
    const foreign = listRelated(stranger, { id: here.id, side: "later", limit: 5 });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  });

  test("take no cursor that is not ours", async () => {
    const { id } = await callAt(0, { sessionId: newId() });
    const asked = listRelated(admin, { id, side: "later", cursor: "x", limit: 5 });
    await expect(asked).rejects.toMatchObject({ code: "bad_request" });
  });
});

test("without a session they are those of the same access within ten minutes", async () => {
  const same = { grantId: newId(), userId: newId() };
  const [here, near] = [await callAt(0, same), await callAt(9, same)];
  await callAt(11, same);
  await callAt(-11, same);
  await callAt(1, { ...same, grantId: newId() });
  expect(await every(admin, here.id, "later", 5)).toEqual([near.id]);
  expect(await every(admin, here.id, "earlier", 5)).toEqual([]);
});

test("a call of nobody has none beside it", async () => {
  const { id } = await callAt(0, { userId: null, userName: null });
  await callAt(1, { userId: null, userName: null });
  const page = await listRelated(admin, { id, side: "later", limit: 5 });
  expect(page).toEqual({ by: null, items: [], nextCursor: null });
});

describe("the detail of a call", () => {
  test("says how many attempts a row stands for, as the list does", async () => {
    const { id } = await callAt(0, { outcome: "denied", attempts: 42, userId: null });
    expect(await getCall(admin, { id })).toMatchObject({ attempts: 42 });
    expect((await listCalls(admin, { limit: 5 })).items).toMatchObject([{ attempts: 42 }]);
  });

  test("names what let the client in, as it stands today, and nothing of another project", async () => {
    const endpoint = { id: newId(), slug: newSlug(), name: "Support" };
    await db().mcpEndpoint.create({ data: { ...endpoint, projectId } });
    const grant = await makeGrant(endpoint.id, admin.userId);
    const byPerson = await callAt(0, { grantId: grant.id });
    const machine = await makeMachine(projectId, "member");
    const byProgram = await callAt(1, { grantId: machine.tokenId });
    const elsewhere = await makeMachine((await makeProject("Other")).id, "member");
    const foreign = await callAt(2, { grantId: elsewhere.tokenId });
    const accessOf = async ({ id }: { id: string }) => (await getCall(admin, { id })).access;
    expect(await accessOf(byPerson)).toMatchObject({ accountId: null, endsAt: expect.any(Date) });
    expect(await accessOf(byProgram)).toMatchObject({ accountId: machine.accountId });
    expect(await accessOf(foreign)).toBeNull();
    const revokedAt = new Date(start);
    await db().oAuthGrant.update({ where: { id: grant.id }, data: { revokedAt } });
    expect(await accessOf(byPerson)).toMatchObject({ endsAt: revokedAt });
  });
});
