import { expect, test } from "vitest";
import type { RoleRule } from "@/server/roles/schema";
import { newRole, RoleForm, toForm, toRules, toSoundRules, withAction } from "./role-form";

const onEngineering = [
  { property: "name" as const, operator: "glob match" as const, values: ["engineering-*"] },
];
const rules: RoleRule[] = [
  { permission: "server.read", conditions: [] },
  { permission: "project.read", conditions: [] },
  { permission: "endpoint.connect", conditions: onEngineering },
  { permission: "endpoint.read", conditions: onEngineering },
  { permission: "endpoint.read", conditions: [] },
];

test("rules under the same conditions are edited as one", () => {
  const form = toForm({ ...newRole, rules });
  expect(form.permissions).toEqual(["project.read", "server.read"]);
  expect(form.rules).toEqual([
    { actions: ["endpoint.read", "endpoint.connect"], conditions: onEngineering },
    { actions: ["endpoint.read"], conditions: [] },
  ]);
});

test("what is edited and saved unchanged allows the same", () => {
  const form = RoleForm.parse(toForm({ name: "Engineering", description: "", rules }));
  const sorted = (some: readonly RoleRule[]) => some.map((rule) => JSON.stringify(rule)).sort();
  expect(sorted(toRules(form))).toEqual(sorted(rules));
});

test("a rule with an unfinished condition counts as nothing, never as more", () => {
  const unfinished = { property: "name" as const, operator: "equal" as const, values: [""] };
  const rule = { actions: ["endpoint.read" as const], conditions: [unfinished] };
  const drafted = toSoundRules({ permissions: ["project.read"], rules: [rule] });
  expect(drafted).toEqual({
    rules: [{ permission: "project.read", conditions: [] }],
    unfinished: 1,
  });
});

test("an action taken away and given back leaves nothing to save", () => {
  const before = toForm({ ...newRole, rules }).permissions;
  const without = withAction(before, "project.read", false);
  expect(withAction(without, "project.read", true)).toEqual(before);
});
