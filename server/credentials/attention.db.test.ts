import { expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { credentialsInNeed } from "@/server/credentials/attention";
import { db } from "@/server/infra/db";
import { makeMember, makeProject, makeServer } from "@/server/testing/factories";

const dayMs = 86_400_000;

async function scene() {
  const project = await makeProject();
  const server = await makeServer(project.id, "linear");
  await db().mcpServer.update({
    where: { id: server.id },
    data: { status: "connected", authMethod: "oauth" },
  });
  const { now } = await makeMember(project.id);
  const give = (data: object) =>
    db().serverCredential.create({
      data: {
        ...{ id: newId(), serverId: server.id, kind: "oauth", sealed: "x", hint: "" },
        ...{ createdBy: "Ana", ...data },
      },
    });
  const ask = async () => (await credentialsInNeed(project.id, now)).map(({ kind }) => kind);
  return { project, server, now, give, ask };
}

const inDays = (now: Date, days: number) => new Date(now.getTime() + days * dayMs);

test("a shared account that ends this week and cannot be renewed is told ahead", async () => {
  const { now, give, ask } = await scene();
  const { id } = await give({ expiresAt: inDays(now, 3) });
  expect(await ask()).toEqual(["expiring"]);
  await db().serverCredential.update({ where: { id }, data: { renewable: true } });
  expect(await ask()).toEqual([]);
  await db().serverCredential.update({
    where: { id },
    data: { renewable: false, expiresAt: inDays(now, 30) },
  });
  expect(await ask()).toEqual([]);
});

test("people who must connect again are counted, and only in their own project", async () => {
  const { project, now, give } = await scene();
  const other = await makeProject("Other");
  for (const needsSignInSince of [now, now, null]) {
    const { userId } = await makeMember(project.id);
    await give({ userId, needsSignInSince });
  }
  expect(await credentialsInNeed(project.id, now)).toEqual([
    { kind: "people", slug: "linear", name: "linear", people: 2 },
  ]);
  expect(await credentialsInNeed(other.id, now)).toEqual([]);
});

test("a server that needs somebody anyway is not told twice", async () => {
  const { server, now, give, ask } = await scene();
  await give({ expiresAt: inDays(now, 1) });
  await db().mcpServer.update({ where: { id: server.id }, data: { status: "needs_sign_in" } });
  expect(await ask()).toEqual([]);
});

test("people who tried to connect and could not are counted, until they have an account or a day has gone", async () => {
  const { project, server, now, give } = await scene();
  const [ana, ben] = [await makeMember(project.id), await makeMember(project.id)];
  const attempt = (userId: string, outcome: string, createdAt = now) =>
    db().connectionAttempt.create({
      data: {
        ...{ id: newId(), stateHash: newId(), serverId: server.id, userId, outcome, createdAt },
        ...{ sessionId: newId(), mode: "personal", returnTo: "/", sealed: "", expiresAt: now },
      },
    });
  await attempt(ana.userId, "refused");
  await attempt(ana.userId, "failed");
  await attempt(ben.userId, "failed");
  await attempt((await makeMember(project.id)).userId, "declined");
  await attempt((await makeMember(project.id)).userId, "failed", inDays(now, -2));
  const told = { kind: "failed", slug: "linear", name: "linear" };
  expect(await credentialsInNeed(project.id, now)).toEqual([{ ...told, people: 2 }]);
  await give({ userId: ben.userId });
  expect(await credentialsInNeed(project.id, now)).toEqual([{ ...told, people: 1 }]);
});
