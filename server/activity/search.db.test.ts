import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { listFacets } from "@/server/activity/facets";
import { histogramOf } from "@/server/activity/histogram";
import { listCalls } from "@/server/activity/queries";
import { type Call, type Outcome, recordOutcome, recordStart } from "@/server/activity/record";
import type { CallFilter } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";
import { newId } from "@/server/core/ids";
import { createEndpoint } from "@/server/endpoints/mutations";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { ctxOf, makeLimited, makeMember, makeProject } from "@/server/testing/factories";

const minute = 60_000;
const now = new Date();
const [linear, bruno] = [newId(), newId()];
let admin: Ctx;
let support: string;
let secret: string;

beforeAll(async () => {
  const made = await makeMember((await makeProject()).id);
  admin = { ...made, now: new Date(now.getTime() + 1_000) };
  [support, secret] = [await endpoint("Support"), await endpoint("Secret")];
  await add(1, {});
  await add(2, { toolName: "create_issue", serverId: linear, serverName: "Linear" });
  await add(3, { userId: bruno, userName: "Bruno Sá" });
  await add(4, { clientName: "Cursor" }, { outcome: "timed_out", durationMs: 30_000 });
  await add(5, {}, { outcome: "tool_error", errorMessage: "100% of the quota_ is used" });
  await add(6, { endpointId: secret, endpointName: "Secret", toolName: "launch" });
  await add(7, {}, {}, { request: '{"q":"Zo\\u00eb said \\"hi\\""}' });
  await add(8, {}, {}, { redacted: 2 });
  await add(60 * 26, { toolName: "yesterday" });
});

async function endpoint(name: string): Promise<string> {
  const input = { name, description: "", serverIds: [], toolIds: [] };
  const { slug } = await createEndpoint(admin, input);
  return (await db().mcpEndpoint.findUniqueOrThrow({ where: { slug } })).id;
}

function callAt(ago: number, facts: Partial<Call>): Call {
  const at = now.getTime() - ago * minute;
  return {
    ...{ id: newId(at), startedAt: new Date(at), projectId: admin.projectId },
    ...{ endpointId: support, endpointName: "Support", serverId: null, serverName: "github" },
    ...{ method: "tools/call", toolName: "search", upstreamTool: "search" },
    ...{ userId: admin.userId, userName: "Ana Lima", clientId: "claude", clientName: "Claude" },
    ...{ grantId: newId(), sessionId: null, era: "2025", requestBytes: 2, requestId: `r-${ago}` },
    ...facts,
  };
}

const well: Outcome = {
  ...{ outcome: "ok", errorCode: null, errorMessage: null },
  ...{ durationMs: 12, upstreamMs: 10, responseBytes: 2 },
};

async function add(
  ago: number,
  facts: Partial<Call>,
  outcome: Partial<Outcome> = {},
  { request = "{}", redacted = 0 } = {},
): Promise<void> {
  const found = { side: "request", type: "EMAIL", path: "arguments.q", count: redacted } as const;
  const started = await recordStart(callAt(ago, facts), request);
  await recordOutcome(started, { ...well, ...outcome }, "{}", redacted ? [found] : []);
}

/** Minutes ago of what is found. */
async function found(filter: CallFilter, ctx = admin): Promise<number[]> {
  const { items } = await listCalls(ctx, { ...filter, limit: 50 });
  return items.map(({ startedAt }) => Math.round((now.getTime() - startedAt.getTime()) / minute));
}

const all = [1, 2, 3, 4, 5, 6, 7, 8, 1560];
const ago = (minutes: number) => new Date(now.getTime() - minutes * minute).toISOString();

describe("a filter", () => {
  test.each<[string, () => CallFilter, number[]]>([
    ["nothing", () => ({}), all],
    ["a span", () => ({ within: "24h" }), all.slice(0, 8)],
    ["two moments, before a span", () => ({ within: "15m", from: ago(3.5), to: ago(1.5) }), [2, 3]],
    ["an endpoint", () => ({ endpointId: secret }), [6]],
    ["a server", () => ({ serverId: linear }), [2]],
    ["a tool", () => ({ tool: "create_issue" }), [2]],
    ["a person", () => ({ personId: bruno }), [3]],
    ["a client", () => ({ client: "Cursor" }), [4]],
    ["outcomes", () => ({ outcome: ["timed_out", "tool_error"] }), [4, 5]],
    ["errors", () => ({ only: ["errors"] }), [4, 5]],
    ["redactions", () => ({ only: ["redacted"] }), [8]],
    ["a duration above", () => ({ minMs: 30_000 }), [4]],
    ["a duration below", () => ({ maxMs: 13, within: "15m" }), [1, 2, 3, 5, 6, 7, 8]],
    ["text in an error", () => ({ error: "QUOTA" }), [5]],
    ["two that exclude each other", () => ({ personId: bruno, only: ["errors"] }), []],
    ["errors of a client", () => ({ client: "Cursor", only: ["errors"], minMs: 5 }), [4]],
  ])("finds by %s", async (_what, filter, expected) => {
    expect(await found(filter())).toEqual(expected);
  });

  test("finds text in names, errors and bodies, with nothing in it a wildcard", async () => {
    expect(await found({ q: "bruno sá" })).toEqual([3]);
    expect(await found({ q: "100%" })).toEqual([5]);
    expect(await found({ q: "quota_" })).toEqual([5]);
    expect(await found({ q: "%" })).toEqual([5]);
    expect(await found({ q: 'Zoë said "hi"' })).toEqual([7]);
    expect(await found({ q: "'; DROP TABLE" })).toEqual([]);
  });

  test("finds one call by its id", async () => {
    const { items } = await listCalls(admin, { tool: "launch", limit: 1 });
    const id = items[0]?.id ?? "";
    expect((await listCalls(admin, { q: id, limit: 5 })).items.map((one) => one.id)).toEqual([id]);
  });

  test("gives each match once over pages of one", async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listCalls(admin, { q: "claude", within: "24h", limit: 1, cursor });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
  });

  test("shows calls that run when they match, and only then", async () => {
    const call = callAt(0, { toolName: "slow_tool" });
    const started = await recordStart(call, "{}");
    for (const filter of [{ tool: "slow_tool" }, { outcome: ["running" as const] }, { q: "slow_" }])
      expect(await found(filter)).toEqual([0]);
    expect(await found({ only: ["errors"] })).not.toContain(0);
    expect(await found({ tool: "launch" })).toEqual([6]);
    await recordOutcome(started, { ...well, outcome: "cancelled" }, "{}");
    expect(await found({ outcome: ["running"] })).toEqual([]);
  });
});

describe("who searches", () => {
  test("finds nothing in payloads without the permission to read them", async () => {
    const reader = await makeLimited(
      admin.projectId,
      { permission: "activity.read", conditions: [] },
      { permission: "endpoint.read", conditions: [] },
    );
    expect(await found({ q: "said" }, reader)).toEqual([]);
    expect((await histogramOf(reader, { q: "said" })).total).toBe(0);
    expect(await found({ q: "said" })).toEqual([7]);
  });

  test("meets only the endpoints they may see, also in counts and names", async () => {
    const named = [{ property: "name", operator: "equal", values: ["Support"] }] as const;
    const lea = await makeLimited(
      admin.projectId,
      { permission: "activity.read", conditions: [] },
      { permission: "endpoint.read", conditions: [...named] },
    );
    expect(await found({ tool: "launch" }, lea)).toEqual([]);
    expect(await found({ endpointId: secret }, lea)).toEqual([]);
    expect((await histogramOf(lea, { endpointId: secret })).total).toBe(0);
    expect(JSON.stringify(await listFacets(lea, { endpointId: secret }))).not.toMatch(
      /Secret|launch/,
    );
  });

  test("of another project finds nothing, and without the permission is refused", async () => {
    const stranger = await makeMember((await makeProject("Other")).id);
    expect(await found({ tool: "search" }, stranger)).toEqual([]);
    expect((await listFacets(stranger, { tool: "search" })).tool).toEqual([]);
    const member = ctxOf(admin.projectId, "member");
    const refused = { code: "forbidden" };
    await expect(histogramOf(member, {})).rejects.toMatchObject(refused);
    await expect(listFacets(member, {})).rejects.toMatchObject(refused);
  });
});

describe("the histogram", () => {
  test("counts every match once, by class and time, and leaves no bar out", async () => {
    const chart = await histogramOf(admin, { within: "24h", tool: "search" });
    expect(chart).toMatchObject({ total: 6, estimatedBy: null, bucketMs: 1_800_000 });
    const sum = (one: "ok" | "tool_error" | "failed") =>
      chart.buckets.reduce((total, bucket) => total + bucket[one], 0);
    expect([sum("ok"), sum("tool_error"), sum("failed")]).toEqual([4, 1, 1]);
    expect(chart.buckets.length).toBeGreaterThanOrEqual(48);
    const steps = chart.buckets
      .slice(1)
      .map(({ at }, index) => +at - +(chart.buckets[index]?.at ?? 0));
    expect(new Set(steps)).toEqual(new Set([1_800_000]));
  });
});

test("names to filter by are those of the range, and those that the filter itself names", async () => {
  const facets = await listFacets(admin, { within: "1h", personId: bruno, tool: "yesterday" });
  expect(facets.personId).toContainEqual({ value: bruno, label: "Bruno Sá" });
  expect(facets.tool.map(({ value }) => value)).toContain("yesterday");
  expect((await listFacets(admin, { within: "1h" })).tool.map(({ value }) => value)).not.toContain(
    "yesterday",
  );
  expect(facets.serverId).toEqual([{ value: linear, label: "Linear" }]);
});

test("a question that takes too long is stopped, and says what to do", async () => {
  const slow = askRecord({ text: "SELECT pg_sleep(30)", values: [] });
  await expect(slow).rejects.toMatchObject({
    code: "unavailable",
    message: /Narrow the time range/,
  });
  expect((await pool().query("SHOW statement_timeout")).rows).toEqual([
    { statement_timeout: "10s" },
  ]);
});
