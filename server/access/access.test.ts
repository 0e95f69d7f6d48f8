import { expect, test } from "vitest";
import { Access } from "@/server/access/access";
import {
  catalogue,
  isEndpointPermission,
  type Permission,
  permissions,
} from "@/server/access/actions";
import { builtinRoles, builtinRules } from "@/server/access/builtin-roles";
import { Rights, type Rule } from "@/server/access/rights";

const as = (key: string) => {
  const role = builtinRules(key);
  return new Access("p", new Rights(role ? [role] : []));
};
const withRules = (...rules: Rule[]) =>
  new Access("p", new Rights([{ key: "r", name: "Role", rules }]));

const holds = (access: Access, permission: Permission) =>
  isEndpointPermission(permission)
    ? access.can(permission, { name: "any" })
    : access.can(permission);

test("an administrator holds every permission", () => {
  for (const permission of permissions) expect(holds(as("admin"), permission)).toBe(true);
});

test.each(["", "owner", "constructor", "__proto__", "Admin"])(
  "the unknown role %j holds nothing",
  (role) => {
    for (const permission of permissions) expect(holds(as(role), permission)).toBe(false);
  },
);

test("an editor changes servers and endpoints but neither the project nor who may do what", () => {
  const editor = as("editor");
  expect(editor.can("endpoint.delete", { name: "any" })).toBe(true);
  expect(editor.can("project.read")).toBe(true);
  expect(editor.can("role.read")).toBe(true);
  for (const permission of ["project.edit", "project.delete", "member.edit", "role.edit"] as const)
    expect(editor.can(permission)).toBe(false);
});

test("an auditor reads all and changes nothing", () => {
  const held = builtinRoles.auditor.permissions;
  expect(held.every((one) => /\.read(Payload)?$/.test(one))).toBe(true);
  expect(held.length).toBe(permissions.filter((one) => /\.read(Payload)?$/.test(one)).length);
});

test("a refusal names the permission in words", () => {
  expect(() => as("member").require("server.create")).toThrow(catalogue["server.create"]);
});

test("a decision is remembered, also a denied one", () => {
  const access = as("member");
  expect(access.decided).toBe(false);
  access.can("server.create");
  expect(access.decided).toBe(true);
});

const named = (operator: "equal" | "not equal" | "glob match" | "in", ...values: string[]) =>
  ({ property: "name", operator, values }) as const;
const read = (...conditions: Rule["conditions"]): Rule => ({
  permission: "endpoint.read",
  conditions,
});

test("all conditions of one rule hold together", () => {
  const access = withRules(read(named("glob match", "eng-*"), named("not equal", "eng-secret")));
  expect(access.can("endpoint.read", { name: "eng-tools" })).toBe(true);
  expect(access.can("endpoint.read", { name: "eng-secret" })).toBe(false);
  expect(access.can("endpoint.read", { name: "prod" })).toBe(false);
});

test("several rules of one permission add up, also those of several roles", () => {
  const rights = new Rights([
    {
      key: "a",
      name: "A",
      rules: [read(named("equal", "one")), read(named("in", "two", "three"))],
    },
    { key: "b", name: "B", rules: [read(named("glob match", "f*"))] },
  ]);
  const seen = ["one", "two", "three", "four", "six"].filter((name) =>
    rights.allows("endpoint.read", name),
  );
  expect(seen).toEqual(["one", "two", "three", "four"]);
});

test("a rule for one permission gives no other", () => {
  const access = withRules(read(named("equal", "one")));
  expect(access.can("endpoint.connect", { name: "one" })).toBe(false);
  expect(access.canSome("endpoint.connect")).toBe(false);
  expect(access.canSome("endpoint.read")).toBe(true);
});

test("a permission with conditions is not one for the whole project", () => {
  const access = withRules(read(named("equal", "one")));
  expect(access.rights.holdsAll("endpoint.read")).toBe(false);
  expect(() => access.require("endpoint.read", { name: "two" })).toThrow("named “two”");
});

test.each<[string, unknown]>([
  ["no list", { conditions: "all" }],
  ["an unknown operator", { conditions: [{ property: "name", operator: "regex", values: ["."] }] }],
  ["an unknown property", { conditions: [{ property: "slug", operator: "equal", values: ["a"] }] }],
  [
    "a value that is no text",
    { conditions: [{ property: "name", operator: "not equal", values: [1] }] },
  ],
  ["no value", { conditions: [{ property: "name", operator: "not equal", values: [] }] }],
  ["two values", { conditions: [{ property: "name", operator: "not equal", values: ["a", "b"] }] }],
  ["a pattern that is too long", { conditions: [named("not equal", "a".repeat(257))] }],
  ["a list that is too long", { conditions: [named("in", ...Array<string>(101).fill("x"))] }],
  ["too many conditions", { conditions: Array(21).fill(named("not equal", "a")) }],
  ["one that is sound and one that is not", { conditions: [named("equal", "x"), null] }],
])("a rule with %s allows nothing", (_what, stored) => {
  const access = withRules({
    permission: "endpoint.read",
    ...(stored as Pick<Rule, "conditions">),
  });
  expect(access.can("endpoint.read", { name: "x" })).toBe(false);
  expect(access.canSome("endpoint.read")).toBe(false);
});

test("a condition on what has no name allows nothing", () => {
  const rule = { permission: "server.edit", conditions: [named("not equal", "x")] } as const;
  expect(withRules(rule).can("server.edit")).toBe(false);
});

test("T39 the worst role that can be saved decides about a new name in less than 50 ms", () => {
  const worst = named("glob match", `*${"a".repeat(39)}b*${"*a".repeat(100)}`);
  const rule = read(...Array<typeof worst>(20).fill(worst));
  const rules = Array.from({ length: 25 }, () => ({ ...rule }));
  // The fastest of five, each of a name not asked about before.
  const rights = new Rights([{ key: "r", name: "Role", rules }]);
  const times = Array.from({ length: 5 }, (_, index) => {
    const began = performance.now();
    expect(rights.allows("endpoint.read", "a".repeat(80 - index))).toBe(false);
    return performance.now() - began;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});
