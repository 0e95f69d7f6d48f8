import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import type { Permission } from "@/server/access/actions";
import { newId, newSlug } from "@/server/core/ids";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { makeGrant, makeLimited, makeMember, makeProject } from "@/server/testing/factories";
import { listPeople } from "./choices";
import { explainRenaming } from "./renaming";
import { type RoleRule, TryName } from "./schema";
import { tryName } from "./try-name";

const rule = (permission: Permission, pattern: string): RoleRule => ({
  permission,
  conditions: [{ property: "name", operator: "glob match", values: [pattern] }],
});

let admin: Ctx;
let lea: Ctx;
let endpoint: string;

beforeAll(async () => {
  const { id: projectId } = await makeProject();
  admin = await makeMember(projectId);
  lea = await makeLimited(projectId, rule("endpoint.connect", "engineering-*"));
  const row = { id: newId(), slug: newSlug(), name: "engineering-tools", projectId };
  await db().mcpEndpoint.create({ data: row });
  endpoint = row.slug;
  for (const person of [lea, lea, admin]) await makeGrant(row.id, person.userId);
});
beforeEach(() => bus().settled());

const nameOf = (ctx: Ctx) => expect.objectContaining({ id: ctx.userId });

test("a new name says whom it cuts off, with how many clients, before anybody saves it", async () => {
  const found = await explainRenaming(admin, { endpoint, name: "prod-x" });
  expect(found).toEqual({ losing: [nameOf(lea)], gaining: [], clients: 2 });
});

test("a name within the same rules cuts nobody off", async () => {
  const found = await explainRenaming(admin, { endpoint, name: "engineering-x" });
  expect(found).toEqual({ losing: [], gaining: [], clients: 0 });
});

test("rules that nobody saved are tried on names that no endpoint has", async () => {
  const rules = [rule("endpoint.read", "engineering-*")];
  const ask = (name: string, person?: string) =>
    tryName(admin, TryName.parse({ rules, name, person }));
  expect((await ask("engineering-x")).because).toMatchObject([
    { permission: "endpoint.read", role: { name: "This role" } },
  ]);
  expect((await ask("prod-x")).because).toEqual([]);
  const added = (await ask("engineering-x", lea.userId)).because.map((one) => one.permission);
  expect(added).toEqual(["endpoint.read", "endpoint.connect"]);
});

test("nobody is asked about who is of another project", async () => {
  const stranger = await makeMember((await makeProject("Other")).id);
  const input = TryName.parse({ rules: [], name: "prod-x", person: stranger.userId });
  await expect(tryName(admin, input)).rejects.toMatchObject({ code: "not_found" });
  expect(await listPeople(admin)).not.toContainEqual(nameOf(stranger));
});

test("who may not see members is told nothing about them", async () => {
  const asked = explainRenaming(lea, { endpoint, name: "prod-x" });
  await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  await expect(listPeople(lea)).rejects.toMatchObject({ code: "forbidden" });
});
