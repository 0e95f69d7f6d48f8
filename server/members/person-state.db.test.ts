import { afterAll, beforeEach, expect, test } from "vitest";
import { newId, newSlug } from "@/server/core/ids";
import { findPrincipal } from "@/server/grants/principal";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { addAdministrator, listAllProjects } from "@/server/projects/installation";
import { addToken } from "@/server/testing/corridor";
import { makeServer } from "@/server/testing/factories";
import { joinProject, type TestPerson, testPerson, testProject } from "@/server/testing/portal";
import { listPeople } from "./people";
import {
  disablePerson,
  enablePerson,
  endPersonSessions,
  giveAdministration,
  takeAdministration,
} from "./person-state";

let root: TestPerson;

beforeEach(async () => {
  await db().user.updateMany({ data: { instanceAdminSince: null } });
  root = await testPerson({ instanceAdmin: true });
});
afterAll(async () => {
  await bus().settled();
});

const lastAdmin = { code: "conflict", details: { reason: "last_admin" } };
const liveSessions = (userId: string) => db().session.count({ where: { userId, revokedAt: null } });

test("disabling ends sessions, AI clients and own accounts in every project at once, and says how many", async () => {
  const owner = await testPerson();
  const [one, two] = [await testProject(owner), await testProject(owner)];
  const gone = await testPerson();
  const tokens: string[] = [];
  for (const { projectId } of [one, two]) {
    await joinProject(gone, projectId, "editor");
    const id = newId();
    await db().mcpEndpoint.create({ data: { id, projectId, slug: newSlug(), name: newSlug() } });
    tokens.push((await addToken(id, gone.userId)).token);
    const { id: serverId } = await makeServer(projectId, newSlug());
    const facts = { kind: "bearer", sealed: "sealed", hint: "abcd", createdBy: "Ana" };
    await db().serverCredential.create({
      data: { id: newId(), serverId, userId: gone.userId, ...facts },
    });
  }
  for (const token of tokens) expect(await findPrincipal(token)).not.toBeNull();
  expect(await disablePerson(root, { person: gone.userId })).toEqual({
    ...{ clients: 2, accounts: 2, invitations: 0, sessions: 1 },
  });
  await bus().settled();
  for (const token of tokens) expect(await findPrincipal(token)).toBeNull();
  expect(await liveSessions(gone.userId)).toBe(0);
  expect(await db().serverCredential.count({ where: { userId: gone.userId } })).toBe(0);
  const event = await db().auditEvent.findFirstOrThrow({ where: { action: "person.disabled" } });
  expect(event).toMatchObject({ subjectId: gone.userId, after: { clients: 2, sessions: 1 } });
});

test("who is enabled again keeps their projects, and nothing that ended comes back", async () => {
  const project = await testProject(await testPerson());
  const person = await testPerson();
  await joinProject(person, project.projectId, "editor");
  await disablePerson(root, { person: person.userId });
  await enablePerson(root, { person: person.userId });
  const listed = (await listPeople(root)).find(({ id }) => id === person.userId);
  expect(listed).toMatchObject({ disabledAt: null, sessions: 0 });
  expect(listed?.projects).toMatchObject([{ role: "Editor" }]);
});

test("T35 the last administrator of the installation is not taken back", async () => {
  await expect(takeAdministration(root, { person: root.userId })).rejects.toMatchObject(lastAdmin);
  const listed = (await listPeople(root)).find(({ id }) => id === root.userId);
  expect(listed).toMatchObject({ isAdmin: true, lastAdmin: true, you: true });
});

test("T35 nobody disables themselves, nor an administrator that a project cannot lose", async () => {
  await expect(disablePerson(root, { person: root.userId })).rejects.toMatchObject({
    code: "bad_request",
  });
  const owner = await testPerson();
  const project = await testProject(owner);
  await expect(disablePerson(root, { person: owner.userId })).rejects.toMatchObject(lastAdmin);
  expect(await liveSessions(owner.userId)).toBe(1);
  // The way out: somebody else is made an administrator there.
  const next = await testPerson();
  await addAdministrator(root, { projectId: project.projectId, person: next.userId });
  await disablePerson(root, { person: owner.userId });
  const listed = (await listAllProjects(root)).find(({ slug }) => slug === project.slug);
  expect(listed).toMatchObject({ members: 2, administrators: [{ id: next.userId }] });
});

test("T35 of administrators of the installation who take it from each other, or from themselves, at once, one stays", async () => {
  const other = await testPerson({ instanceAdmin: true });
  const ends = await Promise.allSettled([
    takeAdministration(root, { person: other.userId }),
    takeAdministration(other, { person: root.userId }),
    disablePerson(root, { person: other.userId }),
    disablePerson(other, { person: root.userId }),
    takeAdministration(root, { person: root.userId }),
    takeAdministration(other, { person: other.userId }),
  ]);
  expect(ends.some(({ status }) => status === "fulfilled")).toBe(true);
  const where = { instanceAdminSince: { not: null }, disabledAt: null };
  expect(await db().user.count({ where })).toBe(1);
});

test("who is no administrator of the installation any more changes nobody, also in a request that was let in", async () => {
  const person = (await testPerson()).userId;
  await db().user.update({ where: { id: root.userId }, data: { instanceAdminSince: null } });
  const acts = [
    disablePerson,
    enablePerson,
    giveAdministration,
    takeAdministration,
    endPersonSessions,
  ];
  for (const act of acts)
    await expect(act(root, { person })).rejects.toMatchObject({ code: "forbidden" });
  const { projectId } = await testProject(await testPerson());
  await expect(addAdministrator(root, { projectId, person })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("an act on a person in another state is refused, on one who is not there not found", async () => {
  const { userId: person } = await testPerson();
  await expect(enablePerson(root, { person })).rejects.toMatchObject({ code: "conflict" });
  await disablePerson(root, { person });
  await expect(giveAdministration(root, { person })).rejects.toMatchObject({ code: "conflict" });
  await expect(disablePerson(root, { person: newId() })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("ending a person's sessions signs them out everywhere, and they may sign in again", async () => {
  const person = await testPerson();
  expect(await endPersonSessions(root, { person: person.userId })).toEqual({ sessions: 1 });
  expect(await liveSessions(person.userId)).toBe(0);
});
