import { expect, test } from "vitest";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import {
  addPerson,
  connectAs,
  expire,
  openSignedInCorridor,
  rowOf,
} from "@/server/testing/signed-in-corridor";
import { closeServers, startPair } from "@/server/testing/upstream-sign-in";

closeServers();

const whoami = { name: "whoami", arguments: {} };

async function answerOf(corridor: Parameters<typeof askModern>[0]): Promise<string> {
  const { message } = await askModern(corridor, "tools/call", whoami);
  return message.result?.content?.[0]?.text ?? JSON.stringify(message);
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
