import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { getCall } from "@/server/activity/call";
import { getOverview } from "@/server/activity/overview";
import { listCalls } from "@/server/activity/queries";
import {
  type Call,
  type Outcome,
  recordDenied,
  recordOutcome,
  recordStart,
} from "@/server/activity/record";
import { endpointTraffic } from "@/server/activity/traffic";
import { newId } from "@/server/core/ids";
import { createEndpoint } from "@/server/endpoints/mutations";
import { db } from "@/server/infra/db";
import { ctxOf, makeMember, makeProject, makeServer } from "@/server/testing/factories";
import { addEndedCall } from "@/server/testing/recorded-calls";

const minute = 60_000;
const clock = Date.now() - 5 * minute;
let admin: Ctx;
let stranger: Ctx;
let endpointId: string;
let made: Call[];

beforeAll(async () => {
  admin = await makeMember((await makeProject()).id);
  stranger = await makeMember((await makeProject("Other")).id);
  const { slug } = await createEndpoint(admin, {
    name: "Support",
    description: "",
    serverIds: [],
    toolIds: [],
  });
  endpointId = (await db().mcpEndpoint.findUniqueOrThrow({ where: { slug } })).id;
  made = Array.from({ length: 7 }, (_, index) => callAt(clock + Math.floor(index / 2)));
  for (const call of made) await finish(call);
});

function callAt(at: number): Call {
  return {
    id: newId(at),
    startedAt: new Date(at),
    projectId: admin.projectId,
    endpointId,
    endpointName: "Support",
    serverId: null,
    serverName: "github",
    method: "tools/call",
    toolName: "search",
    upstreamTool: "search",
    userId: admin.userId,
    userName: "Ana Lima",
    clientId: "claude",
    clientName: "Claude",
    grantId: newId(),
    sessionId: null,
    era: "2025",
    requestBytes: 2,
    requestId: newId(),
  };
}

const well: Outcome = {
  outcome: "ok",
  errorCode: null,
  errorMessage: null,
  durationMs: 12.5,
  upstreamMs: 10,
  responseBytes: 2,
};

async function finish(call: Call, outcome: Partial<Outcome> = {}): Promise<void> {
  const started = await recordStart(call, '{"q":"12345678901234567890"}');
  await recordOutcome(started, { ...well, ...outcome }, '{"ok":true}');
}

async function everyPage(ctx: Ctx, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listCalls(ctx, { cursor, limit });
    ids.push(...page.items.map((call) => call.id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

describe("the list of calls", () => {
  test("is newest first, and pages of any size hold each call once", async () => {
    const all = await everyPage(admin, 100);
    expect(all).toHaveLength(made.length);
    expect(all).toEqual([...all].sort((a, b) => (a < b ? 1 : -1)));
    for (const limit of [1, 2, 3]) expect(await everyPage(admin, limit)).toEqual(all);
  });

  test("shows a call that is still running, above the limit and on the first page only", async () => {
    const call = callAt(Date.now());
    const started = await recordStart(call, "{}");
    const first = await listCalls(admin, { limit: 3 });
    expect(first.items).toHaveLength(4);
    expect(first.items[0]).toMatchObject({ id: call.id, outcome: "running", durationMs: null });
    const second = await listCalls(admin, { limit: 3, cursor: first.nextCursor });
    expect(second.items.map((one) => one.id)).not.toContain(call.id);
    await recordOutcome(started, well, "{}");
    const after = await listCalls(admin, { limit: 3 });
    expect(after.items).toHaveLength(3);
    expect(after.items[0]).toMatchObject({ id: call.id, outcome: "ok", durationMs: 12.5 });
  });

  test("takes no cursor that it did not make", async () => {
    for (const cursor of ["x", btoa('["a","b"]'), btoa("[1,2]")]) {
      const asked = listCalls(admin, { limit: 3, cursor });
      await expect(asked).rejects.toMatchObject({ code: "bad_request" });
    }
  });

  test("of another project is another list", async () => {
    expect(await everyPage(stranger, 10)).toEqual([]);
  });
});

describe("one call", () => {
  test("is shown with what was sent and answered, character for character", async () => {
    const call = made[0] ?? callAt(0);
    const detail = await getCall(admin, { id: call.id });
    expect(detail).toMatchObject({ outcome: "ok", decision: "allowed", requestId: call.requestId });
    expect(detail.endpointSlug).toMatch(/^support-/);
    expect(detail.payloads?.request?.body).toBe('{"q":"12345678901234567890"}');
    expect(detail.payloads?.response).toEqual({ body: '{"ok":true}', bytes: 11, cut: false });
  });

  test("that was denied says why", async () => {
    const call = callAt(Date.now());
    await recordDenied(call, "role", "Your role may not connect.", "{}");
    expect(await getCall(admin, { id: call.id })).toMatchObject({
      outcome: "denied",
      decision: "denied",
      decisionReason: "role",
      errorMessage: "Your role may not connect.",
    });
  });

  test("that still runs is shown without an outcome", async () => {
    const call = callAt(Date.now());
    await recordStart(call, "{}");
    const detail = await getCall(admin, { id: call.id });
    expect(detail).toMatchObject({ outcome: "running", finishedAt: null });
    expect(detail.payloads?.response).toBeNull();
  });

  test("of another project is not there, as one that never was", async () => {
    const id = made[0]?.id ?? "";
    await expect(getCall(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(getCall(admin, { id: newId() })).rejects.toMatchObject({ code: "not_found" });
    const notOurs = "00000000-0000-4000-8000-000000000000";
    await expect(getCall(admin, { id: notOurs })).rejects.toMatchObject({ code: "not_found" });
  });
});

test("calls of the last day are counted for each endpoint, and a row of several attempts as several", async () => {
  await finish(callAt(Date.now() - minute), { outcome: "timed_out", durationMs: 900 });
  const several = { endpointId, outcome: "denied", attempts: 30, userId: null };
  await addEndedCall(admin.projectId, several);
  const [traffic] = await endpointTraffic({ ...admin, now: new Date() });
  expect(traffic?.endpointId).toBe(endpointId);
  expect(traffic?.hours.reduce((sum, count) => sum + count, 0)).toBe(40);
});

describe("without the permission", () => {
  test("a member sees neither list nor call", async () => {
    const member = ctxOf(admin.projectId, "member");
    const refused = { code: "forbidden" };
    await expect(listCalls(member, { limit: 3 })).rejects.toMatchObject(refused);
    await expect(getCall(member, { id: newId() })).rejects.toMatchObject(refused);
    await expect(endpointTraffic(member)).rejects.toMatchObject(refused);
    expect(await getOverview(member)).toMatchObject({
      ...{ recent: null, spikes: null, attention: null },
    });
  });
});

test("the overview says how far set-up has come, and which servers need somebody", async () => {
  const server = await makeServer(stranger.projectId, "linear", ["list"]);
  const status = { status: "needs_sign_in", statusReason: "The token expired." };
  await db().mcpServer.update({ where: { id: server.id }, data: status });
  const overview = await getOverview(stranger);
  expect(overview.setup).toEqual({
    servers: 1,
    endpoints: 0,
    tools: 0,
    clients: 0,
    called: false,
    endpointSlug: null,
  });
  expect(overview.attention).toMatchObject([{ slug: "linear", ...status }]);
  expect((await getOverview(admin)).setup.called).toBe(true);
});
