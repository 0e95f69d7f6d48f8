import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import type { Rule } from "@/server/access/rights";
import { joinAsNew } from "@/server/auth/join";
import { verifyPassword } from "@/server/auth/password";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { makeLimited, makeMember, makeProject, makeRole } from "@/server/testing/factories";
import { type TestPerson, testPerson } from "@/server/testing/portal";
import { callAs } from "@/server/testing/procedures";
import { acceptInvitation } from "./accept";
import { changeRoles } from "./change-roles";
import { inviteMembers, renewInvitation, revokeInvitation } from "./invite";
import { listInvitations } from "./list-invitations";
import { openInvitation } from "./open-invitation";
import { removeMember } from "./remove";

let project: { id: string; slug: string };
let admin: Ctx;

beforeEach(async () => {
  project = await makeProject("Acme");
  admin = await makeMember(project.id);
});

const plain = (permission: Rule["permission"]): Rule => ({ permission, conditions: [] });
const editor = [{ role: "editor", until: null }];
const day = 24 * 3_600_000;
const later = (ctx: Ctx, ms: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + ms) });
const address = () => `${newSlug()}@example.com`;
const password = "a-long-enough-passphrase";

async function invite(ctx: Ctx, email: string, roles: typeof editor = editor) {
  const { links } = await inviteMembers(ctx, { emails: [email], roles });
  const [link] = links;
  if (!link) throw new Error("no link");
  return { ...link, token: link.url.split("/").at(-1) ?? "" };
}

const visit = (token: string, person: TestPerson | null = null, now = new Date()) =>
  openInvitation({ person: person?.person ?? null, ip: "192.0.2.7", now }, { token });
const accept = (person: TestPerson, token: string) =>
  acceptInvitation({ ...person, now: new Date() }, { token });
const join = (token: string, name = "Nia") =>
  joinAsNew({ requestId: newId(), ip: "192.0.2.8", now: new Date() }, { token, name, password });

async function rolesIn(userId: string): Promise<string[]> {
  const where = { membership: { userId, projectId: project.id } };
  return (await db().membershipRole.findMany({ where })).map(({ role }) => role).sort();
}
const noMore = (state: string) => ({ code: "conflict", details: { reason: "invitation", state } });

test("T36 a link is built from the configured address, and its token is kept as a hash alone", async () => {
  const { url, token } = await invite(admin, address());
  expect(url.startsWith(`${env().publicUrl}/invite/`)).toBe(true);
  expect(token.length).toBeGreaterThanOrEqual(43);
  const rows = JSON.stringify([
    await db().invitation.findMany(),
    await db().auditEvent.findMany({ where: { projectId: project.id } }),
  ]);
  expect(rows).not.toContain(token);
});

test("several people get a link each; who is a member already gets none and is named", async () => {
  const { userId } = await makeMember(project.id, "member");
  const { email } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  const [one, other] = [address(), address()];
  const { links, members } = await inviteMembers(admin, {
    ...{ emails: [one, other, email, one], roles: editor },
  });
  expect(links.map((link) => link.email)).toEqual([one, other]);
  expect(new Set(links.map(({ url }) => url)).size).toBe(2);
  expect(members).toEqual([email]);
});

test("whoever opens a link sees project, inviter and roles, and whether to sign in or to begin anew", async () => {
  const guest = await testPerson();
  const { token } = await invite(admin, guest.person.email);
  expect(await visit(token)).toMatchObject({
    ...{ state: "open", project: "Acme", email: guest.person.email, hasAccount: true },
    inviter: { name: "Ana Lima" },
    roles: [{ name: "Editor", until: null }],
    visitor: { kind: "nobody" },
  });
  expect(await visit(token, guest)).toMatchObject({ visitor: { kind: "invited" } });
  const other = await testPerson();
  expect(await visit(token, other)).toMatchObject({
    visitor: { kind: "other", email: other.person.email },
  });
  expect(await visit((await invite(admin, address())).token)).toMatchObject({ hasAccount: false });
});

test("a new person joins with a name and a password, as the address of the invitation", async () => {
  const email = address();
  const { token } = await invite(admin, email);
  expect(await join(token)).toEqual({ slug: project.slug, email });
  const user = await db().user.findUniqueOrThrow({ where: { email } });
  expect(user).toMatchObject({ name: "Nia", instanceAdminSince: null });
  expect(await verifyPassword(user.passwordHash, password)).toBe(true);
  expect(await rolesIn(user.id)).toEqual(["editor"]);
  const events = await db().auditEvent.findMany({ where: { actorId: user.id } });
  expect(events.map(({ action }) => action).sort()).toEqual(["member.joined", "person.created"]);
});

test("T36 an account that is there is not taken over by a link: its owner signs in", async () => {
  const owner = await testPerson();
  const { token } = await invite(admin, owner.person.email);
  await expect(join(token, "Mallory")).rejects.toMatchObject({
    ...{ code: "conflict", details: { reason: "has_account" } },
  });
  expect(await accept(owner, token)).toEqual({ slug: project.slug });
  expect(await rolesIn(owner.userId)).toEqual(["editor"]);
});

test("T36 a link for another address gives nothing and stays unused", async () => {
  const [guest, other] = [await testPerson(), await testPerson()];
  const { token } = await invite(admin, guest.person.email);
  await expect(accept(other, token)).rejects.toMatchObject({
    ...{ code: "forbidden", details: { reason: "other_email" } },
  });
  expect(await rolesIn(other.userId)).toEqual([]);
  await accept(guest, token);
});

test("T36 a link counts once, also for two who use it at the same time", async () => {
  const guest = await testPerson();
  const { token } = await invite(admin, guest.person.email);
  const ends = await Promise.allSettled([1, 2, 3].map(() => accept(guest, token)));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(accept(guest, token)).rejects.toMatchObject(noMore("used"));
  expect(await visit(token, guest)).toMatchObject({ state: "used", slug: project.slug });
  expect(await visit(token)).toMatchObject({ state: "used", slug: null });
  const fresh = await invite(admin, address());
  const joined = await Promise.allSettled([1, 2].map(() => join(fresh.token)));
  expect(joined.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("T36 a link ends after 24 hours, and a new one replaces it", async () => {
  const guest = await testPerson();
  const past = later(admin, -day - 1_000);
  const { token, id } = await invite(past, guest.person.email);
  expect(await visit(token)).toMatchObject({ state: "expired", inviter: { name: "Ana Lima" } });
  await expect(accept(guest, token)).rejects.toMatchObject(noMore("expired"));
  expect(await listInvitations(admin)).toMatchObject([{ id, expired: true }]);
  const { url } = await renewInvitation(admin, { invitation: id });
  expect(await visit(token)).toEqual({ state: "unknown" });
  await accept(guest, url.split("/").at(-1) ?? "");
  expect(await listInvitations(admin)).toEqual([]);
});

test("a second invitation for an address withdraws the first", async () => {
  const guest = await testPerson();
  const first = await invite(admin, guest.person.email);
  const second = await invite(admin, guest.person.email, [{ role: "auditor", until: null }]);
  await expect(accept(guest, first.token)).rejects.toMatchObject(noMore("revoked"));
  await accept(guest, second.token);
  expect(await rolesIn(guest.userId)).toEqual(["auditor"]);
});

test("a withdrawn invitation lets nobody in, and is not withdrawn twice", async () => {
  const guest = await testPerson();
  const { token, id } = await invite(admin, guest.person.email);
  await revokeInvitation(admin, { invitation: id });
  await expect(accept(guest, token)).rejects.toMatchObject(noMore("revoked"));
  await expect(revokeInvitation(admin, { invitation: id })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("T36 a link that is used and withdrawn at the same moment does one of both", async () => {
  for (let round = 0; round < 5; round++) {
    const guest = await testPerson();
    const { token, id } = await invite(admin, guest.person.email);
    const ends = await Promise.allSettled([
      accept(guest, token),
      revokeInvitation(admin, { invitation: id }),
    ]);
    const [joined, withdrawn] = ends.map(({ status }) => status === "fulfilled");
    expect(joined).not.toBe(withdrawn);
    expect(await rolesIn(guest.userId)).toEqual(joined ? ["editor"] : []);
  }
});

test("T31 an invitation of another project is not there", async () => {
  const elsewhere = await makeMember((await makeProject()).id);
  const { id, token } = await invite(admin, address());
  const none = { code: "not_found" };
  await expect(renewInvitation(elsewhere, { invitation: id })).rejects.toMatchObject(none);
  await expect(revokeInvitation(elsewhere, { invitation: id })).rejects.toMatchObject(none);
  expect(await listInvitations(elsewhere)).toEqual([]);
  expect(await visit(token)).toMatchObject({ state: "open" });
});

test("T34 nobody invites to, or renews an invitation to, a role that holds more than they do", async () => {
  const manager = await makeLimited(project.id, plain("member.edit"), plain("member.read"));
  const notHeld = { code: "forbidden", details: { reason: "not_held" } };
  await expect(invite(manager, address())).rejects.toMatchObject(notHeld);
  const { id } = await invite(admin, address());
  await expect(renewInvitation(manager, { invitation: id })).rejects.toMatchObject(notHeld);
});

test("T34 an invitation is worth no more than what its author may still give", async () => {
  const other = await makeMember(project.id);
  const [one, two, three] = [await testPerson(), await testPerson(), await testPerson()];
  const byDemoted = await invite(other, one.person.email);
  const byRemoved = await invite(other, two.person.email);
  const roles = [{ role: "editor", until: null }];
  await changeRoles(admin, { member: other.userId, roles });
  expect(await visit(byDemoted.token)).toMatchObject({ state: "void" });
  await expect(accept(one, byDemoted.token)).rejects.toMatchObject(noMore("void"));
  expect(await removeMember(admin, { member: other.userId })).toMatchObject({ invitations: 2 });
  await expect(accept(two, byRemoved.token)).rejects.toMatchObject(noMore("revoked"));
  const again = await makeMember(project.id);
  const byDisabled = await invite(again, three.person.email);
  await db().user.update({ where: { id: again.userId }, data: { disabledAt: new Date() } });
  await expect(accept(three, byDisabled.token)).rejects.toMatchObject(noMore("void"));
});

test("an invitation to a role that was deleted since gives nothing", async () => {
  const role = await makeRole(project.id, plain("project.read"));
  const guest = await testPerson();
  const { token } = await invite(admin, guest.person.email, [{ role, until: null }]);
  await db().role.delete({ where: { id: role } });
  await expect(accept(guest, token)).rejects.toMatchObject(noMore("void"));
});

test("who was a member until a date comes back with the new role alone", async () => {
  const guest = await testPerson();
  const id = newId();
  const old = { create: { id: newId(), role: "admin", expiresAt: new Date(0) } };
  const data = { id, projectId: project.id, userId: guest.userId, roles: old };
  await db().membership.create({ data });
  await accept(guest, (await invite(admin, guest.person.email)).token);
  expect(await rolesIn(guest.userId)).toEqual(["editor"]);
});

test("T36 whoever tries links that are none is slowed down", async () => {
  const guess = () =>
    openInvitation({ person: null, ip: "203.0.113.9", now: new Date() }, { token: newSlug() });
  for (let tries = 0; tries < 30; tries++) expect(await guess()).toEqual({ state: "unknown" });
  await expect(guess()).rejects.toMatchObject({ code: "rate_limited" });
});

test("T33 whoever sends more than is asked for gets no more by it", async () => {
  const email = address();
  const { token } = await invite(admin, email);
  const more = {
    role: "admin",
    roles: editor,
    instanceAdminSince: new Date(),
    email: "x@example.com",
  };
  const joining = { token, name: "Nia", password };
  expect((await callAs(null, "invitations.join", { ...joining, ...more })).status).toBe(400);
  expect((await callAs(null, "invitations.join", joining)).status).toBe(200);
  const user = await db().user.findUniqueOrThrow({ where: { email } });
  expect(user.instanceAdminSince).toBeNull();
  expect(await rolesIn(user.id)).toEqual(["editor"]);
});
