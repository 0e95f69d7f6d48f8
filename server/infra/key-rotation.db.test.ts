import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { takeCensus } from "@/server/infra/key-census";
import { findKeyFault } from "@/server/infra/key-check";
import { countOutside, rotateKeys } from "@/server/infra/key-rotation";
import { parseRing, type Ring } from "@/server/infra/keys";
import { type Binding, sealForInstallation, sealForProject, unseal } from "@/server/infra/seal";

const texts = Object.fromEntries(
  ["k1", "k2", "k3"].map((id) => [id, `${id}:${randomBytes(32).toString("base64")}`]),
);
const ringOf = (...ids: string[]): Ring => parseRing(ids.map((id) => texts[id]).join(","));

/** As a process started with these keys would be: no data key opened yet. */
function startWith(...ids: string[]): Ring {
  const next = ringOf(...ids);
  forget("ring");
  forget("seal.dataKeys");
  shared("ring", () => next);
  return next;
}

type Stored = { projectId: string; sealed: string; secret: string };

const place = (projectId: string): Binding => ["ServerCredential", "sealed", "row", projectId];
const setting = (key: string) => ["InstanceSetting", "value", key] as const;

async function storeProject(secret: string): Promise<Stored> {
  const projectId = newId();
  await db().project.create({ data: { id: projectId, slug: projectId, name: "Project" } });
  return { projectId, secret, sealed: await sealForProject(projectId, secret, place(projectId)) };
}

async function storeClient(clientId: string): Promise<void> {
  const secret = sealForInstallation(`of ${clientId}`, ["OAuthClient", "secret", clientId]);
  const data = { id: newId(), clientId, kind: "registered", name: clientId, metadata: {}, secret };
  await db().oAuthClient.create({ data });
}

let stored: Stored[];

beforeEach(async () => {
  await db().project.deleteMany();
  await db().oAuthClient.deleteMany();
  await db().instanceSetting.deleteMany();
  startWith("k1");
  stored = await Promise.all([1, 2, 3, 4, 5].map((n) => storeProject(`secret ${n}`)));
  for (const id of ["one", "two", "three"]) await storeClient(id);
  const sealed = sealForInstallation("signing keys", setting("oauth_jwks"));
  await db().instanceSetting.create({ data: { key: "oauth_jwks", value: { sealed, kept: 1 } } });
  await db().instanceSetting.create({ data: { key: "plain", value: { hash: "x" } } });
});

async function expectAllReadable(): Promise<void> {
  for (const { sealed, projectId, secret } of stored)
    expect(await unseal(sealed, place(projectId))).toBe(secret);
  const client = await db().oAuthClient.findFirstOrThrow({ where: { clientId: "two" } });
  expect(await unseal(client.secret ?? "", ["OAuthClient", "secret", "two"])).toBe("of two");
  const row = await db().instanceSetting.findUniqueOrThrow({ where: { key: "oauth_jwks" } });
  const value = row.value as { sealed: string; kept: number };
  expect(value.kept).toBe(1);
  expect(await unseal(value.sealed, setting("oauth_jwks"))).toBe("signing keys");
}

describe("a rotation", () => {
  test("leaves everything under the active key, so that the old one can go", async () => {
    await expectAllReadable();
    const ring = startWith("k2", "k1");
    await expectAllReadable();
    expect(await rotateKeys(ring, { batch: 2 })).toBe(9);
    const { keys } = await takeCensus(ring);
    expect(keys).toEqual([
      { id: "k2", state: "active", dataKeys: 5, secrets: 4, unreadable: 0 },
      { id: "k1", state: "kept", dataKeys: 0, secrets: 0, unreadable: 0 },
    ]);
    expect(await findKeyFault(startWith("k2"))).toBeNull();
    await expectAllReadable();
  });

  test("tells how far it is, and a second one has nothing to do", async () => {
    const ring = startWith("k2", "k1");
    const seen: number[] = [];
    await rotateKeys(ring, { batch: 3, onProgress: ({ moved, total }) => seen.push(moved, total) });
    expect(seen.slice(0, 2)).toEqual([0, 9]);
    expect(seen.slice(-2)).toEqual([9, 9]);
    expect(await rotateKeys(ring)).toBe(0);
  });

  test("by two at once moves each row once", async () => {
    const ring = startWith("k2", "k1");
    const moved = await Promise.all([1, 2, 3].map((batch) => rotateKeys(ring, { batch })));
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(9);
    expect(await countOutside(ring)).toBe(0);
    startWith("k2");
    await expectAllReadable();
  });

  test("that breaks off leaves everything readable, and the next goes on", async () => {
    const ring = startWith("k2", "k1");
    const stop = ({ moved }: { moved: number }) => {
      if (moved >= 4) throw new Error("broken off");
    };
    await expect(rotateKeys(ring, { batch: 2, onProgress: stop })).rejects.toThrow("broken off");
    expect(await countOutside(ring)).toBe(5);
    startWith("k1", "k2");
    await expectAllReadable();
    expect(await rotateKeys(startWith("k2", "k1"))).toBe(5);
    startWith("k2");
    await expectAllReadable();
  });

  test("disturbs no reader and no writer that has both keys", async () => {
    const ring = startWith("k2", "k1");
    let running = true;
    const work = (async () => {
      let turns = 0;
      for (; running || turns === 0; turns += 1) {
        forget("seal.dataKeys");
        await expectAllReadable();
        for (const { projectId } of stored) {
          const sealed = await sealForProject(projectId, "fresh", place(projectId));
          expect(await unseal(sealed, place(projectId))).toBe("fresh");
        }
      }
      return turns;
    })();
    await rotateKeys(ring, { batch: 1 });
    running = false;
    expect(await work).toBeGreaterThan(0);
  });

  test("passes by what it cannot open, changes nothing of it, and moves the rest", async () => {
    const before = await db().dataKey.findMany({ orderBy: { id: "asc" } });
    const [damaged] = before;
    const wrapped = `${damaged?.wrapped.slice(0, -8)}AAAAAAAA`;
    await db().dataKey.update({ where: { id: damaged?.id ?? "" }, data: { wrapped } });
    startWith("k3");
    const lost = await storeProject("lost");
    const ring = startWith("k2", "k1");
    expect(await rotateKeys(ring, { batch: 1 })).toBe(8);
    const { keys } = await takeCensus(ring);
    expect(keys).toMatchObject([
      { id: "k2", dataKeys: 4, secrets: 4, unreadable: 0 },
      { id: "k1", state: "kept", dataKeys: 1, secrets: 0, unreadable: 1 },
      { id: "k3", state: "missing", dataKeys: 1, secrets: 0, unreadable: 1 },
    ]);
    const where = { id: damaged?.id ?? "" };
    expect(await db().dataKey.findUnique({ where })).toMatchObject({ keyId: "k1", wrapped });
    startWith("k3");
    expect(await unseal(lost.sealed, place(lost.projectId))).toBe("lost");
  });

  test("leaves the secrets of projects as they are", async () => {
    const [first] = stored;
    await rotateKeys(startWith("k2", "k1"));
    expect(first?.sealed).toMatch(/^v1\.p\./);
    const row = await db().dataKey.findFirst({ where: { projectId: first?.projectId ?? "" } });
    expect(first?.sealed.split(".")[2]).toBe(row?.id);
  });
});
