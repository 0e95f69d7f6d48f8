import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { newId, newSlug, randomToken } from "@/server/core/ids";
import { prepareCredential, storeCredential } from "@/server/credentials/store";
import { bus } from "@/server/infra/bus";
import { db, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { good, idOf, sendJson, startRawUpstream } from "@/server/testing/canned-upstream";
import { allowEgress, type Corridor, openCorridor } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import { ctxOf } from "@/server/testing/factories";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  addPerson,
  connectAs,
  expire,
  exposeTool,
  openSignedInCorridor,
  rowOf,
} from "@/server/testing/signed-in-corridor";
import { closeServers, opened, startPair } from "@/server/testing/upstream-sign-in";

closeServers();

const whoami = { name: "whoami", arguments: {} };

async function answerOf(corridor: Parameters<typeof askModern>[0]): Promise<string> {
  const { message } = await askModern(corridor, "tools/call", whoami);
  return message.result?.content?.[0]?.text ?? JSON.stringify(message);
}

const hello = (id: string) =>
  `{"jsonrpc":"2.0","id":${id},"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"x","version":"1"}}}`;

/** A server of the 2025 era where each person has a token of their own. */
async function openOwnAccounts(upstream: FakeUpstream): Promise<Corridor> {
  const corridor = await openCorridor([]);
  await allowEgress(upstream.hostPort);
  const { projectId, endpoint } = corridor;
  const server = { id: newId(), projectId, slug: newSlug(), name: "Own" };
  const manner = { authMethod: "bearer", credentialMode: "personal" };
  const spoken = { era: "E25", eras: ["E25"], protocolVersion: "2025-11-25" };
  await db().mcpServer.create({ data: { ...server, ...manner, ...spoken, url: upstream.url } });
  await exposeTool(endpoint.id, server.id, "whoami");
  return { ...corridor, servers: [server] };
}

async function enterToken(corridor: Corridor, userId: string, token: string): Promise<void> {
  const server = { id: corridor.servers[0]?.id ?? "", projectId: corridor.projectId };
  const authentication = { method: "bearer", token } as const;
  const prepared = await prepareCredential(server, authentication, userId);
  const ctx = ctxOf(corridor.projectId);
  await transaction((tx) => storeCredential(tx, ctx, server.id, prepared));
}

test("200 interleaved calls of ten people each reach the server with the caller's own token (T51)", async () => {
  const pair = await startPair({ style: "notion" });
  const corridor = await openSignedInCorridor(pair, "personal");
  const people = await Promise.all(Array.from({ length: 10 }, () => addPerson(corridor)));
  for (const [index, person] of people.entries()) await connectAs(person, `person-${index}`);
  const clients = await Promise.all(people.map((person) => LegacyClient.connect(person)));
  const calls = Array.from({ length: 200 }, async (_, turn) => {
    const index = (turn * 7) % 10;
    const person = people[index];
    const client = clients[index];
    if (!person || !client) throw new Error("nobody");
    if (turn % 3 > 0) return [index, await answerOf(person)];
    const { message } = await client.call("whoami");
    return [index, message.result.content[0].text];
  });
  for (const [index, account] of await Promise.all(calls)) expect(account).toBe(`person-${index}`);
}, 60_000);

test("neither a session nor a socket of one person ever carries another's token (T51)", async () => {
  /** Who a session, and a socket, was first used by. */
  const owners = new Map<string, string>();
  const confused: string[] = [];
  const upstream = await opened(
    startRawUpstream((recorded, response) => {
      const { authorization = "", "mcp-session-id": session } = recorded.headers;
      const used = [`port ${recorded.remotePort}`, ...(session ? [session] : [])];
      for (const one of used)
        if ((owners.get(one) ?? authorization) !== authorization) confused.push(one);
        else owners.set(one, authorization);
      if (!recorded.body.includes('"id"')) return void response.writeHead(202).end();
      const opens = recorded.rpcMethod === "initialize";
      const headers = opens ? { "mcp-session-id": randomUUID() } : {};
      sendJson(
        response,
        opens ? hello(idOf(recorded)) : good(idOf(recorded), authorization),
        headers,
      );
    }),
  );
  const corridor = await openOwnAccounts(upstream);
  const people = await Promise.all(Array.from({ length: 10 }, () => addPerson(corridor)));
  const tokens = people.map(() => randomToken());
  for (const [index, { userId }] of people.entries())
    await enterToken(corridor, userId, tokens[index] ?? "");
  await bus().settled();
  const clients = await Promise.all(people.map((person) => LegacyClient.connect(person)));
  const calls = Array.from({ length: 200 }, async (_, turn) => {
    const index = (turn * 7) % 10;
    const [person, client] = [people[index], clients[index]];
    if (!person || !client) throw new Error("nobody");
    const { message } = await (turn % 2 > 0
      ? askModern(person, "tools/call", whoami)
      : client.call("whoami"));
    expect(message.result.content[0].text).toBe(`Bearer ${tokens[index]}`);
  });
  await Promise.all(calls);
  expect(confused).toEqual([]);
  expect(upstream.count("initialize")).toBeGreaterThan(19);
}, 60_000);

test("fifty calls at once on an expired token refresh it once and all succeed (T52)", async () => {
  const pair = await startPair({ style: "notion" });
  const corridor = await openSignedInCorridor(pair, "shared");
  await expire(corridor, null);
  const people = await Promise.all(Array.from({ length: 5 }, () => addPerson(corridor)));
  const calls = Array.from({ length: 50 }, (_, turn) => answerOf(people[turn % 5] ?? corridor));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(["ana"]));
  expect(pair.authority.grants("refresh_token")).toBe(1);
  expect(await rowOf(corridor, null)).toMatchObject({
    revision: 2,
    version: 1,
    refreshingUntil: null,
  });
}, 60_000);

test("a call with what is needed in memory asks the database for nothing but its two rows", async () => {
  const corridor = await openSignedInCorridor(await startPair({ style: "notion" }), "personal");
  await connectAs(corridor, "ana");
  await answerOf(corridor);
  const reads = vi.spyOn(pool(), "query");
  for (let turn = 0; turn < 2; turn++) expect(await answerOf(corridor)).toBe("ana");
  expect(reads).not.toHaveBeenCalled();
  reads.mockRestore();
});
