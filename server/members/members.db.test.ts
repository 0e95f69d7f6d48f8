import { beforeEach, expect, test } from "vitest";
import { type Ctx, notFound } from "@/server/access/access";
import type { Rule } from "@/server/access/rights";
import { newId, newSlug } from "@/server/core/ids";
import { findPrincipal } from "@/server/grants/principal";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { addToken } from "@/server/testing/corridor";
import {
  makeGrant,
  makeLimited,
  makeMember,
  makeProject,
  makeRole,
  makeServer,
} from "@/server/testing/factories";
import { changeRoles } from "./change-roles";
import { listMembers } from "./list";
import { leaveProject, removeMember } from "./remove";
import { listRoleChoices } from "./role-choices";

let project: { id: string; slug: string };
let admin: Ctx;

beforeEach(async () => {
  project = await makeProject();
  admin = await makeMember(project.id);
});

const plain = (permission: Rule["permission"]): Rule => ({ permission, conditions: [] });
const forever = (role: string) => ({ role, until: null });
const inAnHour = () => new Date(Date.now() + 3_600_000);
const lastAdmin = { code: "conflict", details: { reason: "last_admin" } };
const notHeld = { code: "forbidden", details: { reason: "not_held" } };

async function rolesOf(userId: string): Promise<string[]> {
  const rows = await db().membershipRole.findMany({ where: { membership: { userId } } });
  return rows.map(({ role }) => role).sort();
}

async function addEndpoint(projectId = project.id) {
  const row = { id: newId(), slug: newSlug(), name: newSlug() };
  await db().mcpEndpoint.create({ data: { ...row, projectId } });
  return row;
}

async function addAccount(userId: string, projectId = project.id): Promise<void> {
  const { id: serverId } = await makeServer(projectId, newSlug());
  const facts = { kind: "bearer", sealed: "sealed", hint: "abcd", createdBy: "Ana" };
  await db().serverCredential.create({ data: { id: newId(), serverId, userId, ...facts } });
}

test("a member gets several roles, one of them until a date, on the record with before and after", async () => {
  const { userId } = await makeMember(project.id, "member");
  const until = inAnHour();
  await changeRoles(admin, {
    member: userId,
    roles: [forever("auditor"), { role: "editor", until }],
  });
  expect(await rolesOf(userId)).toEqual(["auditor", "editor"]);
  const event = await db().auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(event).toMatchObject({
    ...{ action: "member.roles_changed", actorId: admin.userId, subjectId: userId },
    before: { roles: ["Member"] },
    after: { roles: ["Auditor", expect.stringMatching(/^Editor until \d{4}-/)] },
  });
});

test("a role that would end before it begins is refused", async () => {
  const { userId } = await makeMember(project.id, "member");
  const roles = [{ role: "editor", until: new Date(admin.now.getTime() - 1) }];
  await expect(changeRoles(admin, { member: userId, roles })).rejects.toMatchObject({
    code: "bad_request",
  });
});

test.each([
  ["a built-in role", "admin"],
  ["a role of the project", "own"],
])("T34 nobody gives %s that holds more than they do", async (_what, key) => {
  const manager = await makeLimited(project.id, plain("member.edit"), plain("member.read"));
  const role = key === "own" ? await makeRole(project.id, plain("project.delete")) : key;
  const { userId } = await makeMember(project.id, "member");
  for (const member of [userId, manager.userId])
    await expect(
      changeRoles(manager, { member, roles: [forever("member"), forever(role)] }),
    ).rejects.toMatchObject(notHeld);
  expect(await rolesOf(userId)).toEqual(["member"]);
});

test("T34 nobody takes a role from, or removes, somebody who holds more than they do", async () => {
  const manager = await makeLimited(
    project.id,
    ...["member.edit", "project.read"].map((one) => plain(one as Rule["permission"])),
  );
  const other = await makeMember(project.id);
  const roles = [forever("member")];
  await expect(changeRoles(manager, { member: other.userId, roles })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(removeMember(manager, { member: other.userId })).rejects.toMatchObject(notHeld);
  expect(await rolesOf(other.userId)).toEqual(["admin"]);
});

test("T34 a role that a person cannot give may stay where others gave it, but is not made longer", async () => {
  const manager = await makeLimited(
    project.id,
    plain("member.edit"),
    plain("project.read"),
    plain("endpoint.read"),
    plain("endpoint.connect"),
  );
  const { userId } = await makeMember(project.id, "member");
  const until = inAnHour();
  await changeRoles(admin, { member: userId, roles: [{ role: "editor", until }] });
  const kept = [{ role: "editor", until }, forever("member")];
  await changeRoles(manager, { member: userId, roles: kept });
  expect(await rolesOf(userId)).toEqual(["editor", "member"]);
  const longer = [forever("editor"), forever("member")];
  await expect(changeRoles(manager, { member: userId, roles: longer })).rejects.toMatchObject(
    notHeld,
  );
});

test("T32 a role of another project is not there", async () => {
  const elsewhere = await makeProject();
  const role = await makeRole(elsewhere.id, plain("project.read"));
  const { userId } = await makeMember(project.id, "member");
  await expect(
    changeRoles(admin, { member: userId, roles: [forever(role)] }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("T31 a member of another project is not there, neither to change nor to remove", async () => {
  const elsewhere = await makeProject();
  const other = await makeMember(elsewhere.id, "editor");
  const none = notFound("member").message;
  const roles = [forever("member")];
  await expect(changeRoles(admin, { member: other.userId, roles })).rejects.toThrow(none);
  await expect(removeMember(admin, { member: other.userId })).rejects.toThrow(none);
  await expect(removeMember(admin, { member: newId() })).rejects.toThrow(none);
  expect(await rolesOf(other.userId)).toEqual(["editor"]);
});

test("T35 the last administrator is neither demoted, nor given an end, nor removed, nor leaves", async () => {
  await makeMember(project.id, "editor");
  const member = admin.userId;
  const until = inAnHour();
  for (const roles of [[forever("editor")], [{ role: "admin", until }]])
    await expect(changeRoles(admin, { member, roles })).rejects.toMatchObject(lastAdmin);
  await expect(removeMember(admin, { member })).rejects.toMatchObject(lastAdmin);
  await expect(leaveProject(admin, { slug: project.slug })).rejects.toMatchObject(lastAdmin);
  expect(await rolesOf(member)).toEqual(["admin"]);
});

test("T35 of two administrators who demote, remove or leave at once, one stays", async () => {
  const other = await makeMember(project.id);
  const ends = await Promise.allSettled([
    changeRoles(admin, { member: other.userId, roles: [forever("member")] }),
    removeMember(other, { member: admin.userId }),
    leaveProject(admin, { slug: project.slug }),
    leaveProject(other, { slug: project.slug }),
  ]);
  expect(ends.some(({ status }) => status === "fulfilled")).toBe(true);
  const left = await db().membershipRole.count({
    where: { role: "admin", expiresAt: null, membership: { projectId: project.id } },
  });
  expect(left).toBe(1);
});

test("removing ends the person's AI clients, MCP sessions, accounts, sign-ins under way and invitations, and says how many", async () => {
  const gone = await makeMember(project.id, "editor");
  const stays = await makeMember(project.id, "editor");
  const endpoint = await addEndpoint();
  const { token } = await addToken(endpoint.id, gone.userId);
  await makeGrant(endpoint.id, gone.userId);
  await makeGrant(endpoint.id, stays.userId);
  await addAccount(gone.userId);
  await addAccount(stays.userId);
  const elsewhere = await makeProject();
  const abroad = await makeGrant((await addEndpoint(elsewhere.id)).id, gone.userId);
  await addAccount(gone.userId, elsewhere.id);
  expect(await findPrincipal(token)).not.toBeNull();
  expect(await removeMember(admin, { member: gone.userId })).toEqual({
    ...{ clients: 2, accounts: 1, invitations: 0 },
  });
  await bus().settled();
  expect(await findPrincipal(token)).toBeNull();
  const live = await db().oAuthGrant.findMany({ where: { userId: gone.userId, revokedAt: null } });
  expect(live.map(({ id }) => id)).toEqual([abroad.id]);
  const accounts = await db().serverCredential.findMany({
    where: { userId: { in: [gone.userId, stays.userId] } },
    select: { userId: true, server: { select: { projectId: true } } },
  });
  expect(accounts).toHaveLength(2);
  expect(accounts).toContainEqual({ userId: gone.userId, server: { projectId: elsewhere.id } });
  const event = await db().auditEvent.findFirstOrThrow({
    where: { action: "member.removed", projectId: project.id },
  });
  expect(event).toMatchObject({ subjectId: gone.userId, after: { clients: 2, accounts: 1 } });
});

test("the list says what each person holds, what would end with them, and whom one cannot change", async () => {
  const manager = await makeLimited(
    project.id,
    plain("member.edit"),
    plain("member.read"),
    plain("project.read"),
    plain("endpoint.read"),
    plain("endpoint.connect"),
  );
  const member = await makeMember(project.id, "member");
  await makeGrant((await addEndpoint()).id, member.userId);
  await addAccount(member.userId);
  const listed = await listMembers(manager);
  const by = (userId: string) => listed.find(({ person }) => person.id === userId);
  expect(by(member.userId)).toMatchObject({
    ...{ clients: 1, accounts: 1, refusal: null, lastAdministrator: false, ended: false },
    roles: [{ key: "member", name: "Member", until: null }],
  });
  expect(by(admin.userId)).toMatchObject({ lastAdministrator: true, you: false });
  expect(by(admin.userId)?.refusal).toContain("hold no more than you");
  expect(by(manager.userId)).toMatchObject({ you: true, refusal: null });
});

test("a member whose roles have ended is listed as such, and may be given others", async () => {
  const { userId } = await makeMember(project.id, "member");
  await db().membershipRole.updateMany({
    where: { membership: { userId } },
    data: { expiresAt: new Date(0) },
  });
  const find = async () => (await listMembers(admin)).find(({ person }) => person.id === userId);
  expect(await find()).toMatchObject({ ended: true, roles: [] });
  await changeRoles(admin, { member: userId, roles: [forever("auditor")] });
  expect(await find()).toMatchObject({ ended: false, roles: [{ key: "auditor" }] });
});

test("a role that has ended is neither shown beside one that counts nor kept by the next change", async () => {
  const { userId } = await makeMember(project.id, "member");
  const membership = await db().membership.findFirstOrThrow({ where: { userId } });
  const old = { id: newId(), membershipId: membership.id, role: "admin", expiresAt: new Date(0) };
  await db().membershipRole.create({ data: old });
  const listed = (await listMembers(admin)).find(({ person }) => person.id === userId);
  expect(listed?.roles).toEqual([{ key: "member", name: "Member", until: null }]);
  await changeRoles(admin, { member: userId, roles: [forever("member"), forever("auditor")] });
  expect(await rolesOf(userId)).toEqual(["auditor", "member"]);
});

test("the roles to choose from say which of them one cannot give, and why", async () => {
  const manager = await makeLimited(project.id, plain("member.edit"), plain("project.read"));
  const choices = await listRoleChoices(manager);
  expect(choices.find(({ key }) => key === "admin")?.refusal).toMatch(/^You do not hold this/);
  expect((await listRoleChoices(admin)).every(({ refusal }) => refusal === null)).toBe(true);
});
