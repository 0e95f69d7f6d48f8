import { beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import type { Rule } from "@/server/access/rights";
import { newId, sha256 } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { deleteRole } from "@/server/roles/mutations";
import { makeLimited, makeMember, makeProject, makeRole } from "@/server/testing/factories";
import { addServiceToken, makeMachine } from "@/server/testing/machines";
import { createAccount, deleteAccount, toggleAccount, updateAccount } from "./mutations";
import { getAccount, listAccounts, listGivableRoles } from "./queries";
import { CreateServiceToken, longestTokenDays } from "./schema";
import { createToken, revokeToken } from "./tokens";

const edit: Rule = { permission: "serviceAccount.edit", conditions: [] };
const toTeam = (team: string): Rule => ({
  permission: "endpoint.connect",
  conditions: [{ property: "name", operator: "glob match", values: [`${team}-*`] }],
});

let projectId: string;
let admin: Ctx;

beforeEach(async () => {
  projectId = (await makeProject()).id;
  admin = await makeMember(projectId);
});

const draft = (name: string, ...roleKeys: string[]) => ({ name, description: "", roleKeys });
const events = async () =>
  (await db().auditEvent.findMany({ where: { projectId }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );

test("a token is told once: what is kept is its SHA-256, its end and its last characters", async () => {
  const { id } = await createAccount(admin, draft("Deploy", "member"));
  const { token } = await createToken(admin, { account: id, name: "CI", days: 30 });
  expect(token).toMatch(/^gatehouse_sa_[\w-]{43}$/);
  const row = await db().serviceAccountToken.findFirstOrThrow({ where: { accountId: id } });
  expect(row).toMatchObject({ tokenHash: sha256(token), hint: token.slice(-4) });
  expect(row.expiresAt.getTime() - admin.now.getTime()).toBe(30 * 86_400_000);
  expect(JSON.stringify(row)).not.toContain(token);
  const shown = JSON.stringify([
    await getAccount(admin, { account: id }),
    await listAccounts(admin),
  ]);
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(row.tokenHash);
  const written = JSON.stringify(await db().auditEvent.findMany({ where: { projectId } }));
  expect(written).not.toContain(token);
  expect(written).not.toContain(row.tokenHash);
});

test("a token ends after a year at the latest, and never lasts for ever", () => {
  const given = { account: newId(), name: "CI" };
  for (const days of [longestTokenDays + 1, 0, -1, 1.5, Number.POSITIVE_INFINITY, undefined, null])
    expect(CreateServiceToken.safeParse({ ...given, days }).success).toBe(false);
  expect(CreateServiceToken.safeParse({ ...given, days: longestTokenDays }).success).toBe(true);
});

describe("nobody gives a program what they do not hold", () => {
  let keeper: Ctx;
  let own: string;
  beforeEach(async () => {
    keeper = await makeLimited(projectId, edit, toTeam("engineering"));
    own = await makeRole(projectId, toTeam("engineering"));
  });

  test("neither with a new account nor with a role more", async () => {
    const beyond = { code: "forbidden" };
    await expect(createAccount(keeper, draft("Mine", "admin"))).rejects.toMatchObject(beyond);
    const prod = await makeRole(projectId, toTeam("prod"));
    const { id } = await createAccount(keeper, draft("Mine", own));
    const more = { account: id, ...draft("Mine", own, prod) };
    await expect(updateAccount(keeper, more)).rejects.toMatchObject(beyond);
    expect((await getAccount(admin, { account: id })).roles.map(({ key }) => key)).toEqual([own]);
  });

  test("nor by a token for an account, or by switching one on, that others gave more", async () => {
    const { accountId: account } = await makeMachine(projectId, "admin");
    const token = createToken(keeper, { account, name: "x", days: 1 });
    await expect(token).rejects.toMatchObject({ code: "forbidden" });
    await toggleAccount(keeper, { account, enabled: false });
    const on = toggleAccount(keeper, { account, enabled: true });
    await expect(on).rejects.toMatchObject({ code: "forbidden" });
    expect((await getAccount(keeper, { account })).issuingRefusal).toMatch(/do not hold/);
    expect((await getAccount(admin, { account })).issuingRefusal).toBeNull();
  });

  test("but stops any of them", async () => {
    const { accountId: account, tokenId } = await makeMachine(projectId, "admin");
    await revokeToken(keeper, { serviceToken: tokenId });
    await deleteAccount(keeper, { account });
    expect(await listAccounts(admin)).toEqual([]);
  });

  test("and the page says which roles they are", async () => {
    const choices = await listGivableRoles(keeper);
    const givable = choices.filter(({ refusal }) => refusal === null).map(({ key }) => key);
    expect(givable).toContain(own);
    expect(givable).not.toContain("admin");
  });
});

test("every act has its event", async () => {
  const { id: account } = await createAccount(admin, draft("Deploy", "member"));
  await updateAccount(admin, { account, ...draft("Deploy 2", "auditor") });
  await createToken(admin, { account, name: "CI", days: 1 });
  const { id } = await db().serviceAccountToken.findFirstOrThrow({ where: { accountId: account } });
  await revokeToken(admin, { serviceToken: id });
  await revokeToken(admin, { serviceToken: id });
  await toggleAccount(admin, { account, enabled: false });
  await toggleAccount(admin, { account, enabled: false });
  await toggleAccount(admin, { account, enabled: true });
  await deleteAccount(admin, { account });
  const acts = ["created", "updated", "token_created", "token_revoked", "disabled", "enabled"];
  expect(await events()).toEqual([...acts, "deleted"].map((act) => `service_account.${act}`));
});

test("a role that a program holds is not deleted under it", async () => {
  const role = await makeRole(projectId, toTeam("engineering"));
  const { name } = await makeMachine(projectId, role);
  const deleted = deleteRole(admin, { role });
  await expect(deleted).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(name),
  });
});

test("a name is given once in a project", async () => {
  await createAccount(admin, draft("Deploy", "member"));
  const again = createAccount(admin, draft("Deploy", "member"));
  await expect(again).rejects.toMatchObject({ code: "conflict" });
});

test("the list counts the tokens that still work and tells the last use of any", async () => {
  const { accountId, tokenId } = await makeMachine(projectId, "member");
  const used = new Date("2026-11-01T10:00:00Z");
  await db().serviceAccountToken.update({ where: { id: tokenId }, data: { lastUsedAt: used } });
  await addServiceToken(accountId, -1_000);
  const { tokenId: revoked } = await addServiceToken(accountId);
  await revokeToken(admin, { serviceToken: revoked });
  expect(await listAccounts(admin)).toMatchObject([{ tokens: 1, lastUsedAt: used }]);
});

test("an account tells the addresses its roles open, and counts those the viewer may not see", async () => {
  const keeper = await makeLimited(projectId, edit, {
    ...toTeam("engineering"),
    permission: "endpoint.read",
  });
  for (const name of ["engineering-a", "prod-a", "other"])
    await db().mcpEndpoint.create({ data: { id: newId(), projectId, slug: newId(), name } });
  const role = await makeRole(projectId, toTeam("engineering"), toTeam("prod"));
  const { accountId: account } = await makeMachine(projectId, role);
  const seen = await getAccount(keeper, { account });
  expect(seen.endpoints.map(({ name }) => name)).toEqual(["engineering-a"]);
  expect(seen.hidden).toBe(1);
});
