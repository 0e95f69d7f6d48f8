import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { Access } from "@/server/access/access";
import type { Rule } from "@/server/access/rights";
import { bus } from "@/server/infra/bus";
import { db, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { accessOf, joinAs, makeMember, makeProject } from "@/server/testing/factories";
import { requireAssignable } from "./assign";
import { cloneRole, createRole, deleteRole, updateRole } from "./mutations";
import { getCatalogue, getRole, listRoles } from "./queries";
import { findRights } from "./rights";
import { CreateRole } from "./schema";

let admin: Ctx;
let projectId: string;

beforeAll(async () => {
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
});

const engineering: Rule = {
  permission: "endpoint.connect",
  conditions: [{ property: "name", operator: "glob match", values: ["engineering-*"] }],
};
const reading: Rule = { permission: "role.read", conditions: [] };
const editing: Rule = { permission: "role.edit", conditions: [] };
const assigning: Rule = { permission: "member.edit", conditions: [] };

let made = 0;
const draft = (...rules: Rule[]) => ({
  ...CreateRole.parse({ name: `Role ${++made}`, rules }),
});

/** The same person with other roles. */
async function holding(key: string): Promise<Ctx> {
  await bus().settled();
  return { ...admin, access: new Access(projectId, await findRights(projectId, [key])) };
}

const lastEvent = () => db().auditEvent.findFirstOrThrow({ orderBy: { id: "desc" } });

test("a role is made with its rules, on the record, and listed after the built-in ones", async () => {
  const { key } = await createRole(admin, {
    ...draft(engineering, reading, engineering),
    name: "Engineers",
  });
  const role = await getRole(admin, { role: key });
  expect(role).toMatchObject({ name: "Engineers", builtin: false, holders: [] });
  expect(role.rules.map(({ sentence }) => sentence).sort()).toEqual([
    "May connect AI clients to endpoints whose name matches “engineering-*”.",
    "May see roles and what they allow.",
  ]);
  expect(await lastEvent()).toMatchObject({
    action: "role.created",
    actorId: admin.userId,
    subjectId: key,
    subjectName: "Engineers",
    after: { name: "Engineers" },
  });
  const listed = await listRoles(admin);
  expect(listed.slice(0, 4).map(({ name }) => name)).toEqual([
    "Admin",
    "Editor",
    "Auditor",
    "Member",
  ]);
  expect(listed.find((one) => one.key === "admin")).toMatchObject({ builtin: true, members: 1 });
  expect(listed.some((one) => one.key === key)).toBe(true);
});

test("a name is taken once in a project, whatever its case, and never a built-in one", async () => {
  const { key } = await createRole(admin, { ...draft(), name: "On call" });
  const conflict = { code: "conflict" };
  await expect(createRole(admin, { ...draft(), name: "on CALL" })).rejects.toMatchObject(conflict);
  await expect(createRole(admin, { ...draft(), name: "admin" })).rejects.toMatchObject(conflict);
  const update = { role: key, description: "", rules: [] };
  expect(await updateRole(admin, { ...update, name: "ON CALL" })).toEqual({ key });
  const other = await makeProject();
  const elsewhere = await makeMember(other.id);
  await expect(createRole(elsewhere, { ...draft(), name: "On call" })).resolves.toBeDefined();
});

test("an update replaces the rules and records before and after", async () => {
  const first = draft(engineering);
  const { key } = await createRole(admin, first);
  await updateRole(admin, { ...first, role: key, rules: draft(reading).rules });
  expect((await getRole(admin, { role: key })).rules).toMatchObject([reading]);
  expect(await lastEvent()).toMatchObject({
    action: "role.updated",
    before: { rules: ["May connect AI clients to endpoints whose name matches “engineering-*”."] },
    after: { rules: ["May see roles and what they allow."] },
  });
});

test("a role that somebody holds is not deleted; the refusal says how many", async () => {
  const { key } = await createRole(admin, draft(engineering));
  const member = await makeMember(projectId, "member");
  const membership = await db().membership.findFirstOrThrow({ where: { userId: member.userId } });
  const held = { membershipId: membership.id, role: key, roleId: key };
  const row = await db().membershipRole.create({ data: { id: crypto.randomUUID(), ...held } });
  await expect(deleteRole(admin, { role: key })).rejects.toMatchObject({
    code: "conflict",
    details: { reason: "role_held", members: 1 },
  });
  expect((await getRole(admin, { role: key })).holders).toMatchObject([{ id: member.userId }]);
  // A role whose time is over is held no more.
  await db().membershipRole.update({ where: { id: row.id }, data: { expiresAt: new Date(0) } });
  await deleteRole(admin, { role: key });
  expect(await lastEvent()).toMatchObject({ action: "role.deleted", subjectId: key });
  await expect(getRole(admin, { role: key })).rejects.toMatchObject({ code: "not_found" });
});

test("a built-in role is copied, never changed or deleted", async () => {
  const change = { ...draft(), role: "member" };
  await expect(updateRole(admin, change)).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteRole(admin, { role: "member" })).rejects.toMatchObject({ code: "forbidden" });
  const { key } = await cloneRole(admin, { role: "member", name: "Members too" });
  const copy = await getRole(admin, { role: key });
  const original = await getRole(admin, { role: "member" });
  expect(copy.sentences.toSorted()).toEqual(original.sentences.toSorted());
});

test("T31 a role of another project is not there", async () => {
  const { key } = await createRole(admin, draft(engineering));
  const stranger = await makeMember((await makeProject()).id);
  const gone = { code: "not_found" };
  await expect(getRole(stranger, { role: key })).rejects.toMatchObject(gone);
  await expect(updateRole(stranger, { ...draft(), role: key })).rejects.toMatchObject(gone);
  await expect(deleteRole(stranger, { role: key })).rejects.toMatchObject(gone);
  await expect(cloneRole(stranger, { role: key, name: "Mine" })).rejects.toMatchObject(gone);
  await expect(transaction((tx) => requireAssignable(tx, stranger, [key]))).rejects.toMatchObject(
    gone,
  );
  // Were it given all the same, it would hold nothing.
  await joinAs(stranger.projectId, admin.userId, key);
  await bus().settled();
  expect((await findRights(stranger.projectId, [key])).holdsSome("endpoint.connect")).toBe(false);
});

test("an editor and an auditor see roles and change none", async () => {
  for (const role of ["editor", "auditor"] as const) {
    const reader = await makeMember(projectId, role);
    expect((await listRoles(reader)).length).toBeGreaterThanOrEqual(4);
    await expect(async () => createRole(reader, draft())).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  const member = await makeMember(projectId, "member");
  await expect(listRoles(member)).rejects.toMatchObject({ code: "forbidden" });
  expect(() => getCatalogue(member)).toThrow("permission");
});

test("T34 whoever edits roles gives no more than they hold: making, changing, widening, copying, assigning", async () => {
  const { key } = await createRole(admin, draft(editing, reading, assigning, engineering));
  const limited = await holding(key);
  const refused = { code: "forbidden", details: { reason: "not_held" } };
  const deleting: Rule = { permission: "project.delete", conditions: [] };
  const widened: Rule = { ...engineering, conditions: [] };
  await expect(createRole(limited, draft(deleting))).rejects.toMatchObject(refused);
  await expect(createRole(limited, draft(widened))).rejects.toMatchObject(refused);
  const own = { ...draft(editing, reading, assigning, widened), role: key };
  await expect(updateRole(limited, own)).rejects.toMatchObject(refused);
  await expect(cloneRole(limited, { role: "admin", name: "Boss" })).rejects.toMatchObject(refused);
  const assign = (...keys: string[]) =>
    transaction((tx) => requireAssignable(tx, limited, keys)).then((roles) => roles.length);
  await expect(assign("admin")).rejects.toMatchObject(refused);
  await expect(assign("member")).rejects.toMatchObject(refused);
  expect(await assign(key, key)).toBe(1);
  const narrower: Rule = {
    ...engineering,
    conditions: [
      ...engineering.conditions,
      { property: "name", operator: "not equal", values: ["engineering-payroll"] },
    ],
  };
  await expect(createRole(limited, draft(narrower))).resolves.toBeDefined();
  const stored = await getRole(admin, { role: key });
  expect(stored.rules.some(({ permission }) => permission === "project.delete")).toBe(false);
});

test("T34 a role that allows more than its editor holds can be narrowed and renamed, not widened", async () => {
  const strong: Rule = { permission: "server.delete", conditions: [] };
  const { key } = await createRole(admin, draft(strong, engineering));
  const editor = await createRole(admin, draft(editing, reading));
  const limited = await holding(editor.key);
  await updateRole(limited, { ...draft(strong, engineering), role: key });
  await updateRole(limited, { ...draft(engineering), role: key });
  await expect(
    updateRole(limited, { ...draft(strong, engineering), role: key }),
  ).rejects.toMatchObject({ details: { reason: "not_held" } });
});

test("a rule says in the catalogue how far one holds it oneself", async () => {
  const { key } = await createRole(admin, draft(reading, engineering));
  const catalogue = getCatalogue(await holding(key));
  const of = (permission: string) => catalogue.find((one) => one.permission === permission);
  expect(of("role.read")).toMatchObject({ held: "all", conditional: false, subject: "role" });
  expect(of("endpoint.connect")).toMatchObject({ held: "some", conditional: true });
  expect(of("project.delete")).toMatchObject({ held: "none" });
});

test("T33 what is no field of a role is not taken", () => {
  const given = { name: "Role", rules: [], id: "x", projectId: "y", createdAt: 0, builtin: true };
  expect(Object.keys(CreateRole.parse(given)).sort()).toEqual(["description", "name", "rules"]);
});

test.each<[string, object]>([
  ["an unknown permission", { permission: "project.own", conditions: [] }],
  ["a condition where there is no name", { ...reading, conditions: engineering.conditions }],
  ["an empty value", ruleWith("equal", "")],
  ["a value that is too long", ruleWith("glob match", "*".repeat(257))],
  ["a list where one value is meant", ruleWith("equal", "a", "b")],
  ["a list that is too long", ruleWith("in", ...Array<string>(101).fill("a"))],
  ["a line break", ruleWith("equal", "a\nb")],
  ["a NUL", ruleWith("equal", "a\u0000b")],
])("a rule with %s is refused", (_what, rule) => {
  expect(CreateRole.safeParse({ name: "Role", rules: [rule] }).success).toBe(false);
});

function ruleWith(operator: string, ...values: string[]) {
  return { ...engineering, conditions: [{ property: "name", operator, values }] };
}

test("rules are stored composed, so that what looks the same is the same", () => {
  const rule = ruleWith("equal", "cafe\u0301");
  const { rules } = CreateRole.parse({ name: "Role", rules: [rule] });
  expect(rules[0]?.conditions[0]?.values).toEqual(["café"]);
});

test("a changed role counts at once for who asks next, on every replica that listens", async () => {
  const first = draft(engineering);
  const { key } = await createRole(admin, first);
  await bus().settled();
  const before = await findRights(projectId, [key, "auditor"]);
  expect(before.allows("endpoint.connect", "engineering-a")).toBe(true);
  expect(await findRights(projectId, ["auditor", key])).toBe(before);
  await updateRole(admin, { ...first, role: key, rules: [] });
  await bus().settled();
  const after = await findRights(projectId, [key, "auditor"]);
  expect(after.allows("endpoint.connect", "engineering-a")).toBe(false);
  expect(accessOf(projectId, "auditor").rights.holdsAll("audit.read")).toBe(true);
});

test("those who ask at once cause one read, and an unchanged role keeps its decisions", async () => {
  const { key } = await createRole(admin, draft(engineering));
  await bus().settled();
  let queries = 0;
  const count = () => void queries++;
  pool().on("acquire", count);
  const all = await Promise.all(Array.from({ length: 50 }, () => findRights(projectId, [key])));
  pool().off("acquire", count);
  expect(new Set(all).size).toBe(1);
  expect(queries).toBe(1);
  // As every five seconds: read again, and found the same.
  await bus().publish("role", projectId);
  await bus().settled();
  expect(await findRights(projectId, [key])).toBe(all[0]);
});
