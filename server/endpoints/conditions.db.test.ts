import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { endpointPermissions } from "@/server/access/actions";
import type { Rule } from "@/server/access/rights";
import { getCall } from "@/server/activity/call";
import { getOverview } from "@/server/activity/overview";
import { listCalls } from "@/server/activity/queries";
import { endpointTraffic } from "@/server/activity/traffic";
import { usageOf } from "@/server/activity/usage";
import { newId, newSlug } from "@/server/core/ids";
import { setFilters, tryFilter } from "@/server/endpoints/filters";
import {
  createEndpoint,
  deleteEndpoint,
  toggleEndpoint,
  updateEndpoint,
} from "@/server/endpoints/mutations";
import { getEndpoint, listEndpoints } from "@/server/endpoints/queries";
import { connectServers, disconnectServer } from "@/server/endpoints/servers";
import { setTools } from "@/server/endpoints/tools";
import { revokeSession } from "@/server/grants/mutations";
import { findStanding, listOffers } from "@/server/grants/offers";
import { listEndpointGrants } from "@/server/grants/queries";
import { db } from "@/server/infra/db";
import { serverUsage } from "@/server/servers/usage";
import {
  type MadeServer,
  makeGrant,
  makeLimited,
  makeMember,
  makeProject,
  makeServer,
} from "@/server/testing/factories";

const named = (
  operator: "equal" | "not equal" | "glob match" | "in",
  ...values: string[]
): Rule["conditions"] => [{ property: "name", operator, values }];

const only: Rule["conditions"] = named("glob match", "engineering-*");
const plain = (permission: Rule["permission"]): Rule => ({ permission, conditions: [] });
const rules: Rule[] = [
  ...endpointPermissions.map((permission) => ({ permission, conditions: only })),
  ...(["project.read", "server.read", "activity.read", "activity.readPayload"] as const).map(plain),
];

let projectId: string;
let lea: Ctx;
let admin: Ctx;
let server: MadeServer;

beforeAll(async () => {
  projectId = (await makeProject()).id;
  [admin, lea] = [await makeMember(projectId), await makeLimited(projectId, ...rules)];
  server = await makeServer(projectId, "github", ["search"]);
});

let mine: { id: string; slug: string; name: string };
let prod: { id: string; slug: string; name: string };

beforeEach(async () => {
  mine = await add(`engineering-${newSlug()}`);
  prod = await add(`prod-${newSlug()}`);
});

async function add(name: string) {
  const row = { id: newId(), slug: newSlug(), name, projectId };
  await db().mcpEndpoint.create({ data: row });
  await db().endpointServer.create({
    data: { id: newId(), endpointId: row.id, serverId: server.id },
  });
  return row;
}

const gone = { code: "not_found", message: "There is no such endpoint." };
const forbidden = { code: "forbidden" };

test("lists show what the rules reach, in numbers too", async () => {
  const names = (await listEndpoints(lea)).map(({ name }) => name);
  expect(names).toContain(mine.name);
  expect(names.every((name) => name.startsWith("engineering-"))).toBe(true);
  expect((await listEndpoints(admin)).map(({ name }) => name)).toContain(prod.name);
  const usage = await serverUsage(lea, { id: server.id });
  expect(usage.list.every(({ name }) => name.startsWith("engineering-"))).toBe(true);
  const { setup } = await getOverview(lea);
  expect(setup.endpoints).toBe(names.length);
});

test("a page is told what the person may do with each endpoint", async () => {
  const reads = await makeLimited(projectId, plain("endpoint.read"), {
    permission: "endpoint.edit",
    conditions: only,
  });
  const listed = await listEndpoints(reads);
  expect(listed.find(({ id }) => id === mine.id)?.may).toEqual({
    edit: true,
    delete: false,
    connect: false,
  });
  expect((await getEndpoint(reads, { endpoint: prod.slug })).may.edit).toBe(false);
});

type Attempt = (ctx: Ctx, endpoint: { id: string; slug: string; name: string }) => Promise<unknown>;
const side = { enabled: true, types: ["EMAIL" as const] };
const attempts: [string, Attempt][] = [
  ["reads", (ctx, { slug }) => getEndpoint(ctx, { endpoint: slug })],
  [
    "changes",
    (ctx, { slug, name }) =>
      updateEndpoint(ctx, { endpoint: slug, name, description: "x", maxAccessSeconds: 3600 }),
  ],
  ["switches off", (ctx, { slug }) => toggleEndpoint(ctx, { endpoint: slug, enabled: false })],
  [
    "filters",
    (ctx, { slug }) => setFilters(ctx, { endpoint: slug, request: side, response: side }),
  ],
  [
    "tries a filter of",
    (ctx, { slug }) => tryFilter(ctx, { endpoint: slug, text: "a", types: [] }),
  ],
  [
    "connects a server to",
    (ctx, { slug }) => connectServers(ctx, { endpoint: slug, serverIds: [server.id] }),
  ],
  [
    "enables tools of",
    (ctx, { slug }) =>
      setTools(ctx, { endpoint: slug, toolIds: Object.values(server.tools), enabled: true }),
  ],
  [
    "takes a server off",
    (ctx, { slug }) => disconnectServer(ctx, { endpoint: slug, serverId: server.id }),
  ],
  ["lists sessions of", (ctx, { slug }) => listEndpointGrants(ctx, { endpoint: slug })],
  ["deletes", (ctx, { slug, name }) => deleteEndpoint(ctx, { endpoint: slug, name })],
];

describe("an endpoint outside the rules is not there", () => {
  test.each(attempts)("for who %s it, and inside they are obeyed", async (_what, attempt) => {
    const before = await db().mcpEndpoint.findUniqueOrThrow({ where: { id: prod.id } });
    await expect(attempt(lea, prod)).rejects.toMatchObject(gone);
    expect(await db().mcpEndpoint.findUniqueOrThrow({ where: { id: prod.id } })).toEqual(before);
    await expect(attempt(lea, mine)).resolves.not.toThrow();
  });

  test("its sessions are not there either", async () => {
    const grant = await makeGrant(prod.id, admin.userId);
    await expect(revokeSession(lea, grant.id)).rejects.toMatchObject({ code: "not_found" });
    const own = await makeGrant(mine.id, admin.userId);
    await expect(revokeSession(lea, own.id)).resolves.toBeUndefined();
  });
});

describe("what one sees but may not change is refused in words", () => {
  test.each(attempts.slice(1).filter(([what]) => what !== "lists sessions of"))(
    "for who %s it",
    async (_what, attempt) => {
      const reads = await makeLimited(projectId, plain("endpoint.read"), {
        permission: "endpoint.edit",
        conditions: only,
      });
      await expect(attempt(reads, prod)).rejects.toMatchObject(forbidden);
      const grant = await makeGrant(prod.id, admin.userId);
      await expect(revokeSession(reads, grant.id)).rejects.toMatchObject(forbidden);
    },
  );
});

test("a new endpoint needs a name inside the rules", async () => {
  const fields = { description: "", serverIds: [], toolIds: [] };
  const name = `prod-${newSlug()}`;
  await expect(async () => createEndpoint(lea, { ...fields, name })).rejects.toMatchObject(
    forbidden,
  );
  expect(await db().mcpEndpoint.count({ where: { name } })).toBe(0);
  await expect(
    createEndpoint(lea, { ...fields, name: `engineering-${newSlug()}` }),
  ).resolves.toBeDefined();
});

test("a rename needs the old and the new name inside the rules", async () => {
  const rename = (endpoint: { slug: string }, name: string) =>
    updateEndpoint(lea, { endpoint: endpoint.slug, name, description: "", maxAccessSeconds: 3600 });
  await expect(rename(mine, `prod-${newSlug()}`)).rejects.toMatchObject(forbidden);
  await expect(rename(prod, `engineering-${newSlug()}`)).rejects.toMatchObject(gone);
  expect(await db().mcpEndpoint.count({ where: { name: { in: [mine.name, prod.name] } } })).toBe(2);
  await expect(rename(mine, `engineering-${newSlug()}`)).resolves.toEqual({ slug: mine.slug });
});

test("somebody who renames it meanwhile does not get it changed by who may not", async () => {
  const name = `prod-${newSlug()}`;
  const renaming = updateEndpoint(admin, {
    ...{ endpoint: mine.slug, name, description: "", maxAccessSeconds: 3600 },
  });
  const deleting = deleteEndpoint(lea, { endpoint: mine.slug, name: mine.name });
  const [renamed, deleted] = await Promise.allSettled([renaming, deleting]);
  // Whichever came first, the other met its result.
  expect([renamed.status, deleted.status].sort()).toEqual(["fulfilled", "rejected"]);
});

test("consent offers what the rules let one connect to, and nothing else has a name", async () => {
  const offers = await listOffers(lea.userId, lea.now);
  expect(offers.map(({ id }) => id)).toContain(mine.id);
  expect(offers.every(({ name }) => name.startsWith("engineering-"))).toBe(true);
  expect((await findStanding(mine.slug, lea.userId, lea.now)).kind).toBe("permitted");
  expect(await findStanding(prod.slug, lea.userId, lea.now)).toEqual({ kind: "stranger" });
  const reads = await makeLimited(projectId, plain("endpoint.read"));
  expect(await findStanding(prod.slug, reads.userId, lea.now)).toMatchObject({
    kind: "not_permitted",
    endpoint: prod.name,
  });
  expect(await listOffers(reads.userId, lea.now)).toEqual([]);
});

describe("the record", () => {
  const facts = {
    ...{ serverId: null, serverName: null, method: "tools/call", toolName: "echo" },
    ...{ upstreamTool: "echo", clientId: "c", clientName: "Claude", sessionId: null, era: "E25" },
    ...{ requestBytes: 2, outcome: "ok", errorCode: null, errorMessage: null, durationMs: 1 },
    ...{ upstreamMs: 1, responseBytes: 2, decision: "allowed", writer: newId(), seq: 1 },
  };
  const addCall = async (endpoint: { id: string; name: string }) => {
    const [id, startedAt] = [newId(), new Date()];
    await db().activityLog.create({
      data: {
        ...facts,
        ...{ id, startedAt, finishedAt: startedAt, projectId, requestId: id },
        ...{ endpointId: endpoint.id, endpointName: endpoint.name },
        ...{ userId: newId(), userName: "Ada", grantId: newId() },
      },
    });
    return id;
  };

  test("holds calls of the endpoints one may see, in lists, details and counts", async () => {
    const [own, other] = [await addCall(mine), await addCall(prod)];
    const seen = (await listCalls(lea, { limit: 100 })).items.map(({ id }) => id);
    expect(seen).toContain(own);
    expect(seen).not.toContain(other);
    expect((await getCall(lea, { id: own })).endpointName).toBe(mine.name);
    await expect(getCall(lea, { id: other })).rejects.toMatchObject({ code: "not_found" });
    expect((await endpointTraffic(lea)).map(({ endpointId }) => endpointId)).not.toContain(prod.id);
    const now = new Date(Date.now() + 1_000);
    const okOf = async (ctx: Ctx) => (await usageOf({ ...ctx, now }, { within: "24h" })).totals.ok;
    expect((await okOf(admin)) - (await okOf(lea))).toBe(1);
    expect((await listCalls(admin, { limit: 100 })).items.map(({ id }) => id)).toContain(other);
  });

  test("of an endpoint that was deleted stays for who may see all", async () => {
    const id = await addCall(mine);
    await db().mcpEndpoint.delete({ where: { id: mine.id } });
    await expect(getCall(lea, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await getCall(admin, { id })).endpointSlug).toBeNull();
  });
});
