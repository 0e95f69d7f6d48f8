// Programs that get their tokens by OAuth: asked for as an independent client does, used in the corridor.
import * as oauth from "oauth4webapi";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Rule } from "@/server/access/rights";
import { newId, sha256 } from "@/server/core/ids";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { databaseUrl } from "@/server/infra/pg";
import { addEndpoint, type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { read, sendModern } from "@/server/testing/corridor-client";
import { makeRole } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { addServiceToken, type Machine, makeMachine } from "@/server/testing/machines";
import { atGatehouse, origin, tokenRequest } from "@/server/testing/oauth-browser";
import { expectRefused } from "@/server/testing/oauth-expect";
import { registered } from "@/server/testing/oauth-scene";
import { closeAllSessions } from "@/server/upstream/sessions";

const options = { [oauth.customFetch]: atGatehouse, [oauth.allowInsecureRequests]: true };
const soon = { timeout: 1_000, interval: 20 };
const engineering: Rule = {
  permission: "endpoint.connect",
  conditions: [{ property: "name", operator: "glob match", values: ["engineering-*"] }],
};

let upstream: FakeUpstream;
let corridor: Corridor;
let second: Corridor["endpoint"];
let machine: Machine;
let as: oauth.AuthorizationServer;
/** Another replica: it shares nothing with this process but the database. */
let elsewhere: pg.Client;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo"]);
  second = await addEndpoint(corridor.projectId);
  await rename(second.id, "engineering-2");
  elsewhere = new pg.Client({ connectionString: databaseUrl() });
  await elsewhere.connect();
  const issuer = new URL(origin());
  const found = await oauth.discoveryRequest(issuer, { ...options, algorithm: "oauth2" });
  as = { ...(await oauth.processDiscoveryResponse(issuer, found)), issuer: origin() };
});
beforeEach(async () => {
  await rename(corridor.endpoint.id, "engineering-tools");
  machine = await makeMachine(corridor.projectId, await makeRole(corridor.projectId, engineering));
  await bus().settled();
});
afterAll(async () => {
  await elsewhere.end();
  await closeAllSessions();
  await upstream.close();
});

const rename = (id: string, name: string) =>
  db().mcpEndpoint.update({ where: { id }, data: { name } });

/** As oauth4webapi asks and checks. */
async function obtain(auth = oauth.ClientSecretBasic(machine.token)) {
  const client = { client_id: machine.accountId };
  const params = { resource: corridor.endpoint.address };
  const answer = await oauth.clientCredentialsGrantRequest(as, client, auth, params, options);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  return oauth.processClientCredentialsResponse(as, client, answer);
}

/** As nobody should. */
const ask = (more: Record<string, string> = {}) =>
  tokenRequest({
    ...{ grant_type: "client_credentials", resource: corridor.endpoint.address },
    ...{ client_id: machine.accountId, client_secret: machine.token, ...more },
  });
const echo = (token: string, endpoint = corridor.endpoint) =>
  sendModern({ ...corridor, endpoint, token }, "tools/call", {
    name: "echo",
    arguments: { text: "hello" },
  });

test("the metadata lists the grant", () => {
  expect(as.grant_types_supported).toContain("client_credentials");
});

test("a program gets a token, calls a tool with it, and is 401 at every other endpoint", async () => {
  for (const auth of [oauth.ClientSecretBasic, oauth.ClientSecretPost]) {
    const tokens = await obtain(auth(machine.token));
    expect(tokens).toMatchObject({ token_type: "bearer", scope: "mcp" });
    expect(tokens.expires_in).toBeGreaterThan(890);
    expect(tokens.expires_in).toBeLessThanOrEqual(900);
    expect(tokens).not.toHaveProperty("refresh_token");
    const { message } = await read(await echo(tokens.access_token));
    expect(message.result.content[0].text).toBe("hello");
    expect((await echo(tokens.access_token, second)).status).toBe(401);
  }
  const { logs } = await recordOf(corridor.endpoint.id);
  const { accountId: userId, tokenId: grantId, name: userName } = machine;
  expect(logs.at(-1)).toMatchObject({ userId, grantId, userName, outcome: "ok" });
});

test("it is kept as its SHA-256, and the act has its event", async () => {
  const { access_token: token } = await obtain();
  const row = await db().oAuthArtefact.findUniqueOrThrow({ where: { idHash: sha256(token) } });
  expect(row.kind).toBe("ServiceAccess");
  expect(JSON.stringify(row)).not.toContain(token);
  const event = await db().auditEvent.findFirstOrThrow({
    where: { action: "service_account.access_issued", subjectId: machine.accountId },
  });
  expect(event).toMatchObject({ projectId: corridor.projectId, actorName: machine.name });
  expect(event.after).toMatchObject({ endpoint: "engineering-tools" });
  const written = JSON.stringify(event);
  for (const secret of [token, machine.token, sha256(token)]) expect(written).not.toContain(secret);
});

test("it never outlives the secret it was got with", async () => {
  const { token, tokenId } = await addServiceToken(machine.accountId, 120_000);
  const tokens = await obtain(oauth.ClientSecretPost(token));
  expect(tokens.expires_in).toBeLessThanOrEqual(120);
  expect((await echo(tokens.access_token)).status).toBe(200);
  const { expiresAt } = await db().serviceAccountToken.findUniqueOrThrow({
    where: { id: tokenId },
  });
  const kept = await db().oAuthArtefact.findUniqueOrThrow({
    where: { idHash: sha256(tokens.access_token) },
  });
  expect(kept.expiresAt).toEqual(expiresAt);
});

test("it ends at its end", async () => {
  const { access_token: token } = await obtain();
  await elsewhere.query(
    `UPDATE "OAuthArtefact" SET "expiresAt" = now() + interval '700 milliseconds' WHERE "idHash" = $1`,
    [sha256(token)],
  );
  expect((await echo(token)).status).toBe(200);
  await expect.poll(async () => (await echo(token)).status, { timeout: 1_500 }).toBe(401);
});

const accountOf = `(SELECT "accountId" FROM "ServiceAccountToken" WHERE id = $1)`;

test.each([
  [
    "revoking the secret",
    `UPDATE "ServiceAccountToken" SET "revokedAt" = now() WHERE id = $1`,
    401,
  ],
  ["ending the secret", `UPDATE "ServiceAccountToken" SET "expiresAt" = now() WHERE id = $1`, 401],
  ["deleting the secret", `DELETE FROM "ServiceAccountToken" WHERE id = $1`, 401],
  [
    "switching the account off",
    `UPDATE "ServiceAccount" SET "disabledAt" = now() WHERE id IN ${accountOf}`,
    401,
  ],
  ["deleting the account", `DELETE FROM "ServiceAccount" WHERE id IN ${accountOf}`, 401],
  ["taking its role", `DELETE FROM "ServiceAccountRole" WHERE "accountId" IN ${accountOf}`, 403],
])(
  "%s on another replica is felt within a second, and no token is given any more",
  async (_, sql, status) => {
    const { access_token: token } = await obtain();
    expect((await echo(token)).status).toBe(200);
    await elsewhere.query(sql, [machine.tokenId]);
    await expect.poll(async () => (await echo(token)).status, soon).toBe(status);
    const again = await ask();
    if (status === 401) await expectRefused(again, "invalid_client", 401);
    else await expectRefused(again, "invalid_target");
  },
);

test("an endpoint that gets another name is closed within a second", async () => {
  const { access_token: token } = await obtain();
  expect((await echo(token)).status).toBe(200);
  await rename(corridor.endpoint.id, "prod-x");
  await expect.poll(async () => (await echo(token)).status, soon).toBe(403);
  await expectRefused(await ask(), "invalid_target");
});

describe("refused", () => {
  test("a resource that is missing, not there, of another project or not for its roles", async () => {
    const closed = await addEndpoint(corridor.projectId);
    const foreign = (await openCorridor([])).endpoint;
    const nowhere = `${origin()}/mcp/nothing`;
    const { address } = corridor.endpoint;
    const wrong = ["", nowhere, foreign.address, closed.address, origin(), `${address}/`];
    for (const resource of wrong) await expectRefused(await ask({ resource }), "invalid_target");
  });

  test("two resources", async () => {
    const body = new URLSearchParams({
      ...{ grant_type: "client_credentials", resource: corridor.endpoint.address },
      ...{ client_id: machine.accountId, client_secret: machine.token },
    });
    body.append("resource", second.address);
    const answer = await atGatehouse(`${origin()}/oauth/token`, { method: "POST", body });
    await expectRefused(answer, "invalid_target");
  });

  test("a wrong secret, none, another account's, and an access token as one", async () => {
    const other = await makeMachine(corridor.projectId, "admin");
    const { access_token: access } = await obtain();
    for (const secret of ["", `${machine.token}x`, other.token, access, corridor.token])
      await expectRefused(await ask({ client_secret: secret }), "invalid_client", 401);
    await expectRefused(await ask({ client_id: newId() }), "invalid_client", 401);
  });

  test("a secret in the header and in the body, and a wider scope", async () => {
    const body = new URLSearchParams({
      ...{ grant_type: "client_credentials", resource: corridor.endpoint.address },
      client_secret: machine.token,
    });
    const basic = Buffer.from(`${machine.accountId}:${machine.token}`).toString("base64");
    const headers = { authorization: `Basic ${basic}` };
    const answer = await atGatehouse(`${origin()}/oauth/token`, { method: "POST", body, headers });
    await expectRefused(answer, "invalid_request");
    await expectRefused(await ask({ scope: "mcp offline_access" }), "invalid_scope");
  });

  test("a client of another kind", async () => {
    const stranger = await registered(["http://localhost/callback"]);
    for (const client_id of [stranger, "https://client.example/metadata.json"])
      await expectRefused(await ask({ client_id }), "unauthorized_client");
  });

  test("more than 60 requests a minute", async () => {
    const body = new URLSearchParams({
      ...{ grant_type: "client_credentials", resource: corridor.endpoint.address },
      ...{ client_id: machine.accountId, client_secret: machine.token },
    });
    // All from one address.
    const again = () => atGatehouse(`${origin()}/oauth/token`, { method: "POST", body });
    let answer = await again();
    for (let asked = 1; asked <= 60 && answer.status === 200; asked++) answer = await again();
    await expectRefused(answer, "temporarily_unavailable", 429);
  });
});
