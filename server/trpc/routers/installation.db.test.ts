import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { verifyEncryptionKeys } from "@/server/infra/key-check";
import { parseRing, ring } from "@/server/infra/keys";
import { sealForProject } from "@/server/infra/seal";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { handleTrpc } from "@/server/trpc/handle";

let boss: TestPerson;
const original = ring();

beforeAll(async () => {
  boss = await testPerson({ instanceAdmin: true });
  await verifyEncryptionKeys();
  const id = newId();
  await db().project.create({ data: { id, slug: id, name: "Project" } });
  await sealForProject(id, "secret", ["ServerCredential", "sealed", "row", id]);
});

afterEach(() => useRing(original));

function useRing(next: typeof original): void {
  forget("ring");
  forget("seal.dataKeys");
  shared("ring", () => next);
}

function ask(as: TestPerson | null): Promise<Response> {
  const headers: Record<string, string> = as ? { cookie: as.cookie } : {};
  return handleTrpc(
    new Request("http://localhost:3000/api/trpc/installation.encryption", { headers }),
  );
}

async function encryption(): Promise<Record<string, unknown>> {
  const response = await ask(boss);
  expect(response.status).toBe(200);
  return (await response.json()).result.data.json;
}

test("the encryption keys are for administrators of the installation", async () => {
  expect((await ask(null)).status).toBe(401);
  expect((await ask(await testPerson())).status).toBe(403);
});

test("they are told by name and number, never by content", async () => {
  const text = await (await ask(boss)).text();
  const [, key = ""] = env().ENCRYPTION_KEYS?.split(":") ?? [];
  expect(text).not.toContain(key);
  expect(text).not.toContain(original.active.key.toString("hex"));
  expect(await encryption()).toEqual({
    activeId: "test",
    keys: [{ id: "test", state: "active", dataKeys: 1, secrets: 1, unreadable: 0 }],
    ...{ total: 2, outside: 0, unreadable: 0, percentActive: 100, lacking: 0 },
  });
});

test("a new active key shows what a rotation would move", async () => {
  const k2 = parseRing(`k2:${randomBytes(32).toString("base64")}`).active;
  useRing({ active: k2, byId: new Map([["k2", k2], ...original.byId]) });
  expect(await encryption()).toMatchObject({ activeId: "k2", outside: 2, percentActive: 0 });
});

test("a key that is gone shows what cannot be opened, and a process without the active one", async () => {
  // Its presence is known from the keys it had when it connected.
  await bus().settled();
  useRing(parseRing(`k2:${randomBytes(32).toString("base64")}`));
  expect(await encryption()).toMatchObject({
    ...{ activeId: "k2", outside: 0, unreadable: 2, lacking: 1 },
    keys: [
      { id: "k2", state: "active", dataKeys: 0, secrets: 0, unreadable: 0 },
      { id: "test", state: "missing", dataKeys: 1, secrets: 1, unreadable: 2 },
    ],
  });
});
