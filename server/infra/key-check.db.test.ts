import { randomBytes } from "node:crypto";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { findKeyFault, verifyEncryptionKeys, watchEncryptionKeys } from "@/server/infra/key-check";
import { rotateKeys } from "@/server/infra/key-rotation";
import { parseRing, type Ring } from "@/server/infra/keys";
import { type Binding, sealForProject, unseal } from "@/server/infra/seal";

const fresh = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [k1, k2] = [fresh("k1"), fresh("k2")];

function configure(...texts: string[]): Ring {
  const ring = parseRing(texts.join(","));
  forget("ring");
  shared("ring", () => ring);
  return ring;
}

function restartWith(...texts: string[]): Ring {
  forget("seal.dataKeys");
  return configure(...texts);
}

/** What the log says from now on. */
function listen(): string[] {
  const lines: string[] = [];
  forget("log");
  shared("log", () => pino({ base: null }, { write: (line: string) => void lines.push(line) }));
  return lines;
}

const place = (projectId: string): Binding => ["ServerCredential", "sealed", "row", projectId];

async function newProject(): Promise<string> {
  const id = newId();
  await db().project.create({ data: { id, slug: id, name: "Project" } });
  return id;
}

async function newSecret(): Promise<{ projectId: string; sealed: string }> {
  const projectId = await newProject();
  return { projectId, sealed: await sealForProject(projectId, "secret", place(projectId)) };
}

beforeEach(() => restartWith(k1));
afterEach(async () => {
  forget("log");
  await db().project.deleteMany();
  await db().instanceSetting.deleteMany();
});

describe("starting", () => {
  test("with the keys of before works, again and again", async () => {
    await verifyEncryptionKeys();
    await newSecret();
    await verifyEncryptionKeys();
    restartWith(k2, k1);
    await verifyEncryptionKeys();
  });

  test("with another key under the same name is refused", async () => {
    await verifyEncryptionKeys();
    restartWith(fresh("k1"));
    await expect(verifyEncryptionKeys()).rejects.toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("k1 is not the key of that name that sealed 1 secret"),
    });
  });

  test("without a key that is still needed says which, and how much needs it", async () => {
    await verifyEncryptionKeys();
    await newSecret();
    await newSecret();
    restartWith(k2);
    await expect(verifyEncryptionKeys()).rejects.toThrow(
      "ENCRYPTION_KEYS does not open the stored data: the key k1 is missing, and 2 project keys and 1 secret of the installation need it.",
    );
  });

  test("in the middle of a rotation without the old key is refused, too", async () => {
    await verifyEncryptionKeys();
    for (let n = 0; n < 3; n += 1) await newSecret();
    const stop = ({ moved }: { moved: number }) => {
      if (moved === 2) throw new Error("killed");
    };
    const ring = restartWith(k2, k1);
    await expect(rotateKeys(ring, { batch: 1, onProgress: stop })).rejects.toThrow("killed");
    expect(await findKeyFault(restartWith(k2))).toContain(
      "the key k1 is missing, and 1 project key and 1 secret of the installation need it",
    );
  });

  test.each(["", "k1:short", `k1:${Buffer.alloc(32).toString("base64")}`, `${k1},${k1}`])(
    "with the keys %j is refused",
    async (keys) => {
      const own = { ...env(), ENCRYPTION_KEYS: keys };
      forget("ring");
      forget("env");
      shared("env", () => own);
      await expect(verifyEncryptionKeys()).rejects.toMatchObject({
        code: "bad_request",
        message: expect.stringMatching(/^ENCRYPTION_KEYS/),
      });
      forget("env");
    },
  );

  test("with one damaged row among good ones is not refused: its key is the right one", async () => {
    await verifyEncryptionKeys();
    const { projectId } = await newSecret();
    await db().dataKey.updateMany({ where: { projectId }, data: { wrapped: "AA.AA.AA" } });
    await verifyEncryptionKeys();
  });
});

describe("two processes with different keys", () => {
  test("the one that lacks the other's new key says so, and serves what it can open", async () => {
    const old = await newSecret();
    restartWith(k2, k1);
    const later = await newSecret();
    const ring = restartWith(k1);
    expect(await unseal(old.sealed, place(old.projectId))).toBe("secret");
    await expect(unseal(later.sealed, place(later.projectId))).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining("it needs the key k2, which is missing"),
      details: { reason: "unreadable", missingKey: "k2" },
    });
    expect(await findKeyFault(ring)).toContain("the key k2 is missing, and 1 project key needs it");
  });

  test("a data key opened before goes on, loses nothing, and hides nothing", async () => {
    const { projectId, sealed } = await newSecret();
    await rotateKeys(parseRing(`${k2},${k1}`));
    const ring = configure(k1);
    expect(await unseal(sealed, place(projectId))).toBe("secret");
    const heard = listen();
    const refreshed = await sealForProject(projectId, "refreshed", place(projectId));
    expect(heard.join("")).toContain("the key k2 is not in ENCRYPTION_KEYS");
    expect(await findKeyFault(ring)).toContain("the key k2 is missing");
    restartWith(k1);
    await expect(verifyEncryptionKeys()).rejects.toThrow("the key k2 is missing");
    await expect(unseal(sealed, place(projectId))).rejects.toThrow("needs the key k2");
    restartWith(k2);
    expect(await unseal(refreshed, place(projectId))).toBe("refreshed");
  });

  test("the one that lacks a key sounds the alarm again and again while it serves", async () => {
    restartWith(k2, k1);
    await newSecret();
    restartWith(k1);
    const heard = listen();
    await watchEncryptionKeys();
    expect(heard.join("")).toContain('"alarm":"encryption_keys"');
    expect(heard.join("")).toContain("the key k2 is missing, and 1 project key needs it");
  });

  test("a project whose key cannot be opened is not given a second one", async () => {
    const { projectId } = await newSecret();
    restartWith(k2);
    await expect(sealForProject(projectId, "new", place(projectId))).rejects.toThrow(
      "needs the key k1",
    );
    expect(await db().dataKey.count({ where: { projectId } })).toBe(1);
  });
});
