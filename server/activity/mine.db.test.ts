import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { listMyCalls } from "@/server/activity/mine";
import { type Call, recordOutcome, recordStart } from "@/server/activity/record";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { makeGrant, makeMember, makeProject } from "@/server/testing/factories";
import { makeEndpointOf } from "@/server/testing/personal-scene";

const minute = 60_000;
const day = 24 * 60 * minute;
const used = Date.now() - 5 * minute;

let admin: Ctx;
let member: Ctx;
let endpointId: string;

beforeAll(async () => {
  const { id } = await makeProject();
  admin = await makeMember(id);
  member = await makeMember(id, "member");
  endpointId = (await makeEndpointOf(id, "Support", [])).id;
  for (const { userId } of [admin, member]) {
    const grant = await makeGrant(endpointId, userId);
    await db().oAuthGrant.update({ where: grant, data: { lastUsedAt: new Date(used) } });
  }
  for (let index = 0; index < 23; index++) await call(member, used - index * minute);
  await call(member, used - 2 * day);
  await call(admin, used);
});

async function call(who: Ctx, at: number): Promise<void> {
  const made: Call = {
    ...{ id: newId(at), startedAt: new Date(at), projectId: who.projectId, endpointId },
    ...{ endpointName: "Support", serverId: null, serverName: "Linear", method: "tools/call" },
    ...{ toolName: "search", upstreamTool: "search", userId: who.userId, userName: who.userName },
    ...{ clientId: "claude", clientName: "Claude", grantId: newId(), sessionId: null, era: "2025" },
    ...{ requestBytes: 2, requestId: newId() },
  };
  const started = await recordStart(made, "{}");
  const came = { outcome: "ok", errorCode: null, errorMessage: null } as const;
  await recordOutcome(started, { ...came, durationMs: 5, upstreamMs: 4, responseBytes: 2 }, "{}");
}

test("a person sees the last 20 calls made for them, the newest first, and nobody else's", async () => {
  const calls = await listMyCalls(member);
  expect(calls).toHaveLength(20);
  expect(calls.map(({ startedAt }) => used - startedAt.getTime())).toEqual(
    Array.from({ length: 20 }, (_, index) => index * minute),
  );
  expect(await listMyCalls(admin)).toHaveLength(1);
});

test("only who may read the record is led to a call in it", async () => {
  expect((await listMyCalls(member))[0]).toMatchObject({ outcome: "ok", projectSlug: null });
  const { slug } = await db().project.findUniqueOrThrow({ where: { id: admin.projectId } });
  expect((await listMyCalls(admin))[0]).toMatchObject({ serverName: "Linear", projectSlug: slug });
});

test("whoever has no client sees no call", async () => {
  const fresh = await makeMember(admin.projectId);
  expect(await listMyCalls(fresh)).toEqual([]);
});
