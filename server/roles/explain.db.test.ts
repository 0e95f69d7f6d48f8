import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { endpointPermissions } from "@/server/access/actions";
import type { Rule } from "@/server/access/rights";
import { newId, newSlug } from "@/server/core/ids";
import { getEndpoint } from "@/server/endpoints/queries";
import { findStanding } from "@/server/grants/offers";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { makeLimited, makeMember, makeProject, makeRole } from "@/server/testing/factories";
import { explainEndpoint, explainPerson, previewRole, tryRules } from "./explain";
import { findRights } from "./rights";
import { ExplainPerson, TryRules } from "./schema";

const rule = (
  permission: Rule["permission"],
  operator?: "equal" | "not equal" | "glob match" | "in",
  ...values: string[]
): Rule => ({ permission, conditions: operator ? [{ property: "name", operator, values }] : [] });

const rules = [
  rule("endpoint.connect", "glob match", "engineering-*"),
  rule("endpoint.read", "not equal", "prod-secret"),
];
const why = "May connect AI clients to endpoints whose name matches “engineering-*”.";

let projectId: string;
let admin: Ctx;
let lea: Ctx;
let key: string;
let slugs: Record<string, string>;

beforeAll(async () => {
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
  lea = await makeLimited(projectId, ...rules);
  key = lea.access.rights.roles[0]?.key ?? "";
  slugs = {};
  for (const name of ["engineering-tools", "engineering-ops", "prod-secret", "sales"]) {
    const row = { id: newId(), slug: newSlug(), name, projectId };
    await db().mcpEndpoint.create({ data: row });
    slugs[name] = row.slug;
  }
});
beforeEach(() => bus().settled());

const at = (name: string) => ({ endpoint: slugs[name] ?? "" });
const ask = (name: string, person: Ctx) =>
  explainPerson(admin, ExplainPerson.parse({ ...at(name), person: person.userId }));

test("an endpoint says who may use it, through which role and rule, and until when", async () => {
  const { people, roles } = await explainEndpoint(admin, at("engineering-tools"));
  const found = people.find(({ person }) => person.id === lea.userId);
  expect(found?.because).toContainEqual({
    permission: "endpoint.connect",
    role: { key, name: key },
    sentence: why,
    until: null,
  });
  expect(roles.find((role) => role.key === key)).toMatchObject({ members: 1, builtin: false });
  expect(roles.find((role) => role.key === "auditor")?.because).toMatchObject([
    { permission: "endpoint.read", sentence: "May see endpoints and the tools they expose." },
  ]);
});

test("who may do nothing with an endpoint is not among those who may use it", async () => {
  const { people } = await explainEndpoint(admin, at("prod-secret"));
  expect(people.map(({ person }) => person.id)).toEqual([admin.userId]);
});

test("a person who may is told the rule, one who may not what each role lacks and whom to ask", async () => {
  expect(await ask("engineering-tools", lea)).toMatchObject({
    allowed: true,
    because: [{ role: { key }, sentence: why }],
    missing: [],
  });
  expect(await ask("sales", lea)).toMatchObject({
    allowed: false,
    because: [],
    missing: [{ role: { key }, sentence: `${why} That is not “sales”.` }],
    askers: ["Ana Lima"],
  });
  const auditor = await makeMember(projectId, "auditor");
  expect((await ask("sales", auditor)).missing).toEqual([
    {
      role: { key: "auditor", name: "Auditor" },
      sentence: "Has no rule that allows to connect AI clients to endpoints.",
    },
  ]);
});

test("an endpoint that is off opens for nobody, and the answer says so", async () => {
  const where = { projectId_name: { projectId, name: "engineering-ops" } };
  await db().mcpEndpoint.update({ where, data: { disabledAt: new Date() } });
  expect(await ask("engineering-ops", lea)).toMatchObject({ allowed: true, switchedOff: true });
  await db().mcpEndpoint.update({ where, data: { disabledAt: null } });
});

test("a preview is what the person then meets, endpoint by endpoint", async () => {
  const newcomer = await makeMember(projectId, "member");
  await db().membershipRole.deleteMany({ where: { membership: { userId: newcomer.userId } } });
  const { id } = await db().membership.findFirstOrThrow({ where: { userId: newcomer.userId } });
  const preview = await previewRole(admin, { role: key, person: null });
  await db().membershipRole.create({
    data: { id: newId(), membershipId: id, role: key, roleId: key },
  });
  await bus().settled();
  const rights = await findRights(projectId, [key]);
  expect(preview.endpoints).toHaveLength(4);
  for (const { name, slug, may } of preview.endpoints) {
    const standing = await findStanding(slug, newcomer.userId, new Date());
    expect(standing.kind === "permitted").toBe(may["endpoint.connect"]);
    const ctx = { ...lea, userId: newcomer.userId };
    const read = await getEndpoint(ctx, { endpoint: slug }).then(
      () => true,
      () => false,
    );
    expect(read).toBe(may["endpoint.read"]);
    for (const use of endpointPermissions.filter((one) => one !== "endpoint.create"))
      expect(may[use]).toBe(rights.allows(use, name));
  }
  expect(
    preview.endpoints.filter((one) => one.may["endpoint.connect"]).map((one) => one.name),
  ).toEqual(["engineering-ops", "engineering-tools"]);
});

test("rules nobody saved are tried in place of the role, on top of what the person holds", async () => {
  const draft = [rule("endpoint.connect", "in", "sales")];
  const alone = await tryRules(admin, TryRules.parse({ rules: draft, role: key }));
  const of = (preview: typeof alone, name: string) =>
    preview.endpoints.find((one) => one.name === name)?.may["endpoint.connect"];
  expect([of(alone, "sales"), of(alone, "engineering-tools")]).toEqual([true, false]);
  expect(alone.sentences).toEqual(["May connect AI clients to endpoints whose name is “sales”."]);
  const replaced = await tryRules(
    admin,
    TryRules.parse({ rules: draft, role: key, person: lea.userId }),
  );
  expect(of(replaced, "engineering-tools")).toBe(false);
  const added = await tryRules(admin, TryRules.parse({ rules: draft, person: lea.userId }));
  expect([of(added, "sales"), of(added, "engineering-tools")]).toEqual([true, true]);
  expect(added.person).toMatchObject({ id: lea.userId });
  expect((await findRights(projectId, [key])).allows("endpoint.connect", "sales")).toBe(false);
});

test("who explains sees no more of endpoints and members than they may anyway", async () => {
  const limited = await makeLimited(
    projectId,
    rule("endpoint.read", "glob match", "engineering-*"),
    ...(["role.read", "member.read"] as const).map((permission) => rule(permission)),
  );
  const seen = (await previewRole(limited, { role: "admin" })).endpoints.map(({ name }) => name);
  expect(seen).toEqual(["engineering-ops", "engineering-tools"]);
  const gone = { code: "not_found" };
  await expect(explainEndpoint(limited, at("sales"))).rejects.toMatchObject(gone);
  const stranger = await makeMember((await makeProject()).id);
  await expect(explainEndpoint(stranger, at("sales"))).rejects.toMatchObject(gone);
  await expect(ask("sales", stranger)).rejects.toMatchObject(gone);
  const foreign = await makeRole(stranger.projectId);
  await expect(previewRole(admin, { role: foreign })).rejects.toMatchObject(gone);
  const noMembers = await makeLimited(projectId, rule("role.read"), rule("endpoint.read"));
  const person = lea.userId;
  await expect(previewRole(noMembers, { role: key, person })).rejects.toMatchObject({
    code: "forbidden",
  });
});
