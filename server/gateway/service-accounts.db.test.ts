// Programs at the data plane: the same corridor as people, with a token that nobody had to sign in for.
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Rule } from "@/server/access/rights";
import { lives } from "@/server/gateway/live";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { databaseUrl } from "@/server/infra/pg";
import { addEndpoint, type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { LegacyClient, read, send, sendModern } from "@/server/testing/corridor-client";
import { makeRole } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { addServiceToken, type Machine, makeMachine } from "@/server/testing/machines";
import { closeAllSessions } from "@/server/upstream/sessions";

const engineering: Rule = {
  permission: "endpoint.connect",
  conditions: [{ property: "name", operator: "glob match", values: ["engineering-*"] }],
};

let upstream: FakeUpstream;
let corridor: Corridor;
let machine: Machine;
let as: Corridor;
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
  machine = await makeMachine(corridor.projectId, await makeRole(corridor.projectId, engineering));
  as = { ...corridor, token: machine.token };
  await bus().settled();
});
afterEach(() => lives().endAll("shutdown"));
afterAll(async () => {
  await elsewhere.end();
  await closeAllSessions();
  await upstream.close();
});

const rename = (name: string) =>
  elsewhere.query(`UPDATE "McpEndpoint" SET name = $2 WHERE id = $1`, [corridor.endpoint.id, name]);
const echo = (who: Corridor) =>
  sendModern(who, "tools/call", { name: "echo", arguments: { text: "hello" } });
const statusOf = async (who: Corridor) => (await echo(who)).status;
const soon = { timeout: 1_000, interval: 20 };

test("a program calls in both eras, and its calls are recorded with its name", async () => {
  expect(await statusOf(as)).toBe(200);
  const client = await LegacyClient.connect(as);
  const { message } = await client.call("echo", { text: "hello" });
  expect(message.result.content[0].text).toBe("hello");
  const { logs } = await recordOf(corridor.endpoint.id);
  const { accountId: userId, tokenId: grantId, name: userName } = machine;
  for (const row of logs.slice(-2))
    expect(row).toMatchObject({
      ...{ userId, userName, grantId, clientName: "Service account", outcome: "ok" },
    });
});

test("the use of its token is noted", async () => {
  await echo(as);
  const lastUsedAt = async () =>
    (await db().serviceAccountToken.findUniqueOrThrow({ where: { id: machine.tokenId } }))
      .lastUsedAt;
  await expect.poll(lastUsedAt, soon).not.toBeNull();
});

test("its roles' conditions hold at every call: another name of the endpoint is 403 within a second, and recorded", async () => {
  expect(await statusOf(as)).toBe(200);
  await rename("prod-x");
  await expect.poll(() => statusOf(as), soon).toBe(403);
  const { logs } = await recordOf(corridor.endpoint.id);
  expect(logs.at(-1)).toMatchObject({ userName: machine.name, outcome: "denied" });
});

test.each([
  ["revoking the token", `UPDATE "ServiceAccountToken" SET "revokedAt" = now() WHERE id = $1`, 401],
  ["ending the token", `UPDATE "ServiceAccountToken" SET "expiresAt" = now() WHERE id = $1`, 401],
  ["deleting the token", `DELETE FROM "ServiceAccountToken" WHERE id = $1`, 401],
  [
    "switching the account off",
    `UPDATE "ServiceAccount" SET "disabledAt" = now() WHERE id IN
      (SELECT "accountId" FROM "ServiceAccountToken" WHERE id = $1)`,
    401,
  ],
  [
    "deleting the account",
    `DELETE FROM "ServiceAccount" WHERE id IN
      (SELECT "accountId" FROM "ServiceAccountToken" WHERE id = $1)`,
    401,
  ],
  [
    "taking its role",
    `DELETE FROM "ServiceAccountRole" WHERE "accountId" IN
      (SELECT "accountId" FROM "ServiceAccountToken" WHERE id = $1)`,
    403,
  ],
])("%s on another replica is felt within a second", async (_, sql, status) => {
  expect(await statusOf(as)).toBe(200);
  await elsewhere.query(sql, [machine.tokenId]);
  await expect.poll(() => statusOf(as), soon).toBe(status);
});

test("a stream that is open ends with the token", async () => {
  const client = await LegacyClient.connect(as);
  const headers = { ...client.headers(), "content-type": null, accept: "text/event-stream" };
  const stream = await send(as, null, headers, { method: "GET" });
  expect(stream.status).toBe(200);
  const ended = stream.text();
  await elsewhere.query(`UPDATE "ServiceAccountToken" SET "revokedAt" = now() WHERE id = $1`, [
    machine.tokenId,
  ]);
  await expect(ended).resolves.toEqual(expect.any(String));
});

test("a token is good for every endpoint its roles open, and for none of another project", async () => {
  const second = await addEndpoint(corridor.projectId);
  await db().mcpEndpoint.update({ where: { id: second.id }, data: { name: "engineering-2" } });
  const third = await addEndpoint(corridor.projectId);
  await bus().settled();
  const list = (endpoint: Corridor["endpoint"]) => sendModern({ ...as, endpoint }, "tools/list");
  expect((await list(second)).status).toBe(200);
  expect((await list(third)).status).toBe(403);
  const foreign = (await openCorridor([])).endpoint;
  const nowhere = { ...foreign, slug: "nothing", address: `${env().publicUrl}/mcp/nothing` };
  const answers = await Promise.all([foreign, nowhere].map(list));
  expect(answers.map(({ status }) => status)).toEqual([401, 401]);
});

test("a session of a program serves no other program, and no other token of its own", async () => {
  const client = await LegacyClient.connect(as);
  const { token } = await addServiceToken(machine.accountId);
  const other = await makeMachine(corridor.projectId, "admin");
  for (const stranger of [token, other.token, corridor.token]) {
    const answer = await send(
      { ...as, token: stranger },
      JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }),
      client.headers(),
    );
    expect(answer.status).toBe(404);
  }
});

test("where each person has an account of their own, a program is told that it has none", async () => {
  const [server] = corridor.servers;
  const manner = (credentialMode: string, authMethod: string) =>
    db().mcpServer.update({
      where: { id: server?.id ?? "" },
      data: { credentialMode, authMethod },
    });
  await manner("personal", "bearer");
  await bus().settled();
  try {
    const { message } = await read(await echo(as));
    expect(message.result).toMatchObject({ isError: true });
    const text = message.result.content[0].text;
    expect(text).toMatch(/each person's own account, and a service account has none/);
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.at(-1)).toMatchObject({ errorCode: "connection_required" });
  } finally {
    await manner("shared", "none");
    await bus().settled();
  }
});

test("all tokens of a program together have one pace", async () => {
  const { token } = await addServiceToken(machine.accountId);
  const limit = env().LIMIT_CALLS_PER_MINUTE;
  const turns = Array.from({ length: limit + 1 }, (_, turn) => turn);
  let last = 0;
  for (const turn of turns) {
    const who = turn % 2 === 0 ? as : { ...as, token };
    last = (await sendModern(who, "tools/list")).status;
    if (last !== 200) break;
  }
  expect(last).toBe(429);
});
