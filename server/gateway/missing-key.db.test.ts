import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { rotateKeys } from "@/server/infra/key-rotation";
import { parseRing, ring } from "@/server/infra/keys";
import { sealForProject } from "@/server/infra/seal";
import { type Corridor, openCorridor } from "@/server/testing/corridor";
import { LegacyClient } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

const original = ring();
const k2 = parseRing(`k2:${randomBytes(32).toString("base64")}`);
const both = { active: k2.active, byId: new Map([...k2.byId, ...original.byId]) };
let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

/** As a process that has just started with these keys. */
function startWith(next: typeof original): void {
  forget("ring");
  forget("seal.dataKeys");
  shared("ring", () => next);
}

beforeAll(async () => {
  upstream = await startFakeUpstream();
  corridor = await openCorridor([upstream]);
  const { projectId } = corridor;
  const serverId = corridor.servers[0]?.id ?? "";
  const id = newId();
  const place = ["ServerCredential", "sealed", id, projectId, serverId, "shared"] as const;
  const sealed = await sealForProject(projectId, "the-right-token", place);
  const data = { id, serverId, kind: "bearer", sealed, hint: "oken", createdBy: "Ana Lima" };
  await db().serverCredential.create({ data });
  await db().mcpServer.update({ where: { id: serverId }, data: { authMethod: "bearer" } });
  await bus().settled();
  client = await LegacyClient.connect(corridor);
});

afterEach(() => startWith(original));
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

async function call(): Promise<{ isError: boolean; text: string; tokens: unknown[] }> {
  const before = upstream.requests.length;
  const { message } = await client.call("echo", { text: "hello" });
  const tokens = upstream.requests.slice(before).map((one) => one.headers["authorization"]);
  const [content] = message.result.content;
  return { isError: message.result.isError === true, text: content.text, tokens };
}

const right = "Bearer the-right-token";

test("with its key, a call carries the credential", async () => {
  const { isError, tokens } = await call();
  expect(isError).toBe(false);
  expect(new Set(tokens)).toEqual(new Set([right]));
});

test("without its key, a call is refused and the server hears nothing, not even an empty token", async () => {
  startWith(k2);
  const { isError, text, tokens } = await call();
  expect(isError).toBe(true);
  expect(text).not.toMatch(/hello/);
  expect(tokens).toEqual([]);
});

test("with its key back, calls go on, and so they do before, during and after a rotation", async () => {
  for (const keys of [original, both]) {
    startWith(keys);
    expect((await call()).tokens).toContain(right);
  }
  await rotateKeys(both);
  for (const keys of [both, k2]) {
    startWith(keys);
    expect((await call()).tokens).toContain(right);
  }
  await rotateKeys({ active: original.active, byId: both.byId });
});
