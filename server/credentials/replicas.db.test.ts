import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { type Replica, startReplicas } from "@/server/testing/replica";
import {
  addPerson,
  expire,
  openSignedInCorridor,
  rowOf,
  type SignedInCorridor,
} from "@/server/testing/signed-in-corridor";
import { closeServers, type Pair, startPair } from "@/server/testing/upstream-sign-in";

closeServers();

let replicas: Replica[];
let pair: Pair;
let corridor: SignedInCorridor;
/** What happens when the service has issued tokens for a refresh, before it says so. */
let onRefreshed: () => Promise<void>;

beforeEach(async () => {
  onRefreshed = async () => {};
  const onIssued = async (grant: string) => {
    if (grant === "refresh_token") await onRefreshed();
  };
  pair = await startPair({ style: "notion", onIssued });
  corridor = await openSignedInCorridor(pair, "shared");
  replicas = await startReplicas(2);
}, 60_000);

afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
});

const whoami = { name: "whoami", arguments: {} };

test("fifty calls at once on two processes with an expired token: one refresh, fifty successes (T52)", async () => {
  const people = await Promise.all([addPerson(corridor), addPerson(corridor)]);
  // Both have the old token in their memory.
  await Promise.all(replicas.map((one, index) => one.call(people[index] ?? corridor, whoami, 1)));
  await expire(corridor, null);
  const answers = await Promise.all(
    replicas.map((one, index) => one.call(people[index] ?? corridor, whoami, 25)),
  );
  expect(answers.flat()).toHaveLength(50);
  for (const text of answers.flat())
    expect(JSON.parse(text)).toMatchObject({ result: { content: [{ text: "ana" }] } });
  expect(pair.authority.grants("refresh_token")).toBe(1);
  expect(await rowOf(corridor, null)).toMatchObject({ revision: 2, refreshFailures: 0 });
}, 60_000);

test("a process killed between rotation and storage leaves a sign-in to be made, which the next call says (T52)", async () => {
  await expire(corridor, null);
  const [first, second] = replicas;
  if (!first || !second) throw new Error("too few");
  const killed = new Promise<void>((resolve) => {
    onRefreshed = async () => {
      await first.kill();
      resolve();
    };
  });
  void first.call(corridor, whoami, 1);
  await killed;
  onRefreshed = async () => {};
  const row = await rowOf(corridor, null);
  expect(row).toMatchObject({ revision: 1, needsSignInSince: null });
  expect(row.refreshingUntil?.getTime()).toBeGreaterThan(Date.now());
  // The claim's fifteen seconds go by.
  await db().serverCredential.update({
    where: { id: row.id },
    data: { refreshingUntil: new Date(Date.now() - 1) },
  });
  const [text = ""] = await second.call(corridor, whoami, 1);
  const { result } = JSON.parse(text);
  expect(result._meta["gatehouse/reason"]).toBe("connection_required");
  expect((await rowOf(corridor, null)).statusReason).toMatch(/cut off/);
  replicas = [second];
}, 60_000);
