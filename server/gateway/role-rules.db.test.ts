import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Rule } from "@/server/access/rights";
import { lives } from "@/server/gateway/live";
import { findPrincipal } from "@/server/grants/principal";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { databaseUrl, pool } from "@/server/infra/pg";
import {
  addAccess,
  type Corridor,
  openCorridor,
  recordOf,
  setFilters,
} from "@/server/testing/corridor";
import { LegacyClient, read, readUntil, send, sendModern } from "@/server/testing/corridor-client";
import { makeRole } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { asOwner } from "@/server/testing/owner";
import { closeAllSessions } from "@/server/upstream/sessions";

const engineering: Rule = {
  permission: "endpoint.connect",
  conditions: [{ property: "name", operator: "glob match", values: ["engineering-*"] }],
};

let upstream: FakeUpstream;
let corridor: Corridor;
let limited: Corridor;
let role: string;
/** Another replica: it shares nothing with this process but the database. */
let elsewhere: pg.Client;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow"]);
  elsewhere = new pg.Client({ connectionString: databaseUrl() });
  await elsewhere.connect();
});
beforeEach(async () => {
  await rename("engineering-tools");
  role = await makeRole(corridor.projectId, engineering);
  limited = await person(role);
  await bus().settled();
});
afterEach(() => lives().endAll("shutdown"));
afterAll(async () => {
  await elsewhere.end();
  await closeAllSessions();
  await upstream.close();
});

const person = async (key: string): Promise<Corridor> => ({
  ...corridor,
  ...(await addAccess({ ...corridor, endpointId: corridor.endpoint.id, role: key })),
});
const rename = (name: string) =>
  elsewhere.query(`UPDATE "McpEndpoint" SET name = $2 WHERE id = $1`, [corridor.endpoint.id, name]);
const echo = (as: Corridor) =>
  sendModern(as, "tools/call", { name: "echo", arguments: { text: "hello" } });
const status = async (as: Corridor) => (await echo(as)).status;
const lastRow = async () => (await recordOf(corridor.endpoint.id)).logs.at(-1);

/** Milliseconds until the next request is refused. */
async function untilRefused(as: Corridor): Promise<number> {
  const began = performance.now();
  await expect.poll(() => status(as), { interval: 5, timeout: 5_000 }).toBe(403);
  return performance.now() - began;
}

const changes: [string, () => Promise<unknown>][] = [
  ["the endpoint is renamed out of the rule", () => rename("prod-tools")],
  [
    "the rule is changed",
    () =>
      elsewhere.query(`UPDATE "RoleRule" SET conditions = $2 WHERE "roleId" = $1`, [
        role,
        JSON.stringify([{ property: "name", operator: "equal", values: ["other"] }]),
      ]),
  ],
  [
    "the rule is taken out of the role",
    () => elsewhere.query(`DELETE FROM "RoleRule" WHERE "roleId" = $1`, [role]),
  ],
  ["the role is deleted", () => elsewhere.query(`DELETE FROM "Role" WHERE id = $1`, [role])],
  [
    "the role is taken from the person",
    () => elsewhere.query(`DELETE FROM "MembershipRole" WHERE "roleId" = $1`, [role]),
  ],
  [
    "the role ends",
    () =>
      elsewhere.query(`UPDATE "MembershipRole" SET "expiresAt" = now() WHERE "roleId" = $1`, [
        role,
      ]),
  ],
  [
    "the membership ends",
    () => elsewhere.query(`DELETE FROM "Membership" WHERE "userId" = $1`, [limited.userId]),
  ],
  [
    "the rule becomes one nobody understands",
    () =>
      elsewhere.query(
        `UPDATE "RoleRule" SET conditions = '[{"operator":"regex"}]' WHERE "roleId" = $1`,
        [role],
      ),
  ],
];

describe("T27 a change elsewhere counts within a second", () => {
  test.each(changes)("when %s: the next call is 403", async (_what, change) => {
    expect(await status(limited)).toBe(200);
    await change();
    expect(await untilRefused(limited)).toBeLessThan(1_000);
    const answer = await echo(limited);
    expect(answer.headers.get("www-authenticate")).toBeNull();
    expect(await answer.text()).not.toContain("insufficient_scope");
  });

  test.each(changes)("when %s: open streams end", async (_what, change) => {
    const client = await LegacyClient.connect(limited);
    const reader = (await client.stream(new AbortController().signal)).body?.getReader();
    if (!reader) throw new Error("no stream");
    await readUntil(reader, "\n\n");
    const began = performance.now();
    await change();
    while (!(await reader.read()).done);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test("a role that is given counts as soon, and renaming back opens the endpoint again", async () => {
    await rename("prod-tools");
    await untilRefused(limited);
    await rename("engineering-tools");
    await expect.poll(() => status(limited), { interval: 5 }).toBe(200);
  });

  test("a role that ends by itself is over at its time, though nobody changes anything", async () => {
    await elsewhere.query(
      `UPDATE "MembershipRole" SET "expiresAt" = now() + interval '400 ms' WHERE "roleId" = $1`,
      [role],
    );
    await bus().settled();
    expect(await status(limited)).toBe(200);
    expect(await untilRefused(limited)).toBeLessThan(1_000);
  });
});

test("a decision is at most 5 s old though no change is ever heard", async () => {
  expect(await status(limited)).toBe(200);
  await asOwner(`ALTER TABLE "RoleRule" DISABLE TRIGGER USER`);
  try {
    await elsewhere.query(`DELETE FROM "RoleRule" WHERE "roleId" = $1`, [role]);
    const began = performance.now();
    await expect.poll(() => status(limited), { interval: 100, timeout: 12_000 }).toBe(403);
    expect(performance.now() - began).toBeLessThan(6_000);
  } finally {
    await asOwner(`ALTER TABLE "RoleRule" ENABLE TRIGGER USER`);
  }
});

test("rules of several roles add up, and one role more never takes anything away", async () => {
  const both = await person(role);
  const { id } = await db().membership.findFirstOrThrow({ where: { userId: both.userId } });
  const auditor = { id: crypto.randomUUID(), membershipId: id, role: "auditor" };
  await db().membershipRole.create({ data: auditor });
  await bus().settled();
  expect(await status(both)).toBe(200);
  const { token } = both;
  expect((await findPrincipal(token))?.rights.roles.map(({ key }) => key).sort()).toEqual(
    [role, "auditor"].sort(),
  );
});

describe("a refused call", () => {
  test("has a row that names the missing rule, and the client is not told", async () => {
    await rename("prod-tools");
    await untilRefused(limited);
    const before = (await recordOf(corridor.endpoint.id)).logs.length;
    const answer = await read(await echo(limited));
    expect(answer.message.error?.message).toBe(
      "Your role does not allow you to connect to “prod-tools”. Ask an administrator of its project.",
    );
    expect((await recordOf(corridor.endpoint.id)).logs).toHaveLength(before + 1);
    expect(await lastRow()).toMatchObject({
      ...{ outcome: "denied", decision: "denied", decisionReason: "not_permitted" },
      ...{ toolName: "echo", userId: limited.userId, endpointName: "prod-tools" },
      errorMessage: `No rule allows to connect AI clients to endpoints named “prod-tools”. ${role}: May connect AI clients to endpoints whose name matches “engineering-*”. That is not “prod-tools”.`,
    });
    expect(upstream.executed.at(-1)).not.toMatchObject({ id: answer.headers.get("x-request-id") });
  });

  test("at an endpoint that is off has a row too", async () => {
    const where = { id: corridor.endpoint.id };
    await db().mcpEndpoint.update({ where, data: { disabledAt: new Date() } });
    await bus().settled();
    expect(await status(limited)).toBe(403);
    expect(await lastRow()).toMatchObject({ outcome: "denied", decisionReason: "endpoint_off" });
    await db().mcpEndpoint.update({ where, data: { disabledAt: null } });
  });

  test("keeps no more of what was sent than the filters allow", async () => {
    await setFilters(corridor.endpoint.id, ["EMAIL"], null);
    await rename("prod-tools");
    await untilRefused(limited);
    const params = { name: "echo", arguments: { text: "write to ana@example.com" } };
    await sendModern(limited, "tools/call", params);
    const row = await lastRow();
    const payload = await db().activityPayload.findFirst({ where: { callId: row?.id ?? "" } });
    expect(payload?.body).toContain("[REDACTED_EMAIL]");
    expect(payload?.body).not.toContain("ana@example.com");
    await setFilters(corridor.endpoint.id, null, null);
  });

  test("counts against the pace: who hammers gets 429 and no more rows", async () => {
    await rename("prod-tools");
    await untilRefused(limited);
    const usual = env().LIMIT_CALLS_PER_MINUTE;
    Object.assign(env(), { LIMIT_CALLS_PER_MINUTE: 0 });
    try {
      const before = (await recordOf(corridor.endpoint.id)).logs.length;
      const answer = await echo(limited);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await recordOf(corridor.endpoint.id)).logs).toHaveLength(before);
    } finally {
      Object.assign(env(), { LIMIT_CALLS_PER_MINUTE: usual });
    }
  });
});

test("a warm decision asks the database nothing, whatever the roles", async () => {
  await findPrincipal(limited.token);
  let queries = 0;
  const count = () => void queries++;
  pool().on("acquire", count);
  for (let n = 0; n < 200; n++)
    expect((await findPrincipal(limited.token))?.rights.allows("endpoint.connect", "x")).toBe(
      false,
    );
  pool().off("acquire", count);
  expect(queries).toBe(0);
});

test("other methods are refused without a row", async () => {
  await rename("prod-tools");
  await untilRefused(limited);
  const before = (await recordOf(corridor.endpoint.id)).logs.length;
  const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  expect((await send(limited, list)).status).not.toBe(200);
  expect((await sendModern(limited, "tools/list")).status).toBe(403);
  expect((await recordOf(corridor.endpoint.id)).logs).toHaveLength(before);
});
