import { expect, test } from "vitest";
import { Access } from "@/server/access/access";
import { catalogue, permissions } from "@/server/access/actions";
import { builtinRoles, permissionsOf } from "@/server/access/builtin-roles";

const as = (role: string) => new Access({ projectId: "p", role });

test("an administrator holds every permission", () => {
  for (const permission of permissions) expect(as("admin").can(permission)).toBe(true);
});

test.each(["", "owner", "constructor", "__proto__", "Admin"])(
  "the unknown role %j holds nothing",
  (role) => {
    expect(permissionsOf(role).size).toBe(0);
  },
);

test("an editor changes servers and endpoints but not the project", () => {
  const editor = as("editor");
  expect(editor.can("endpoint.delete")).toBe(true);
  expect(editor.can("project.read")).toBe(true);
  expect(editor.can("project.edit")).toBe(false);
  expect(editor.can("project.delete")).toBe(false);
});

test("an auditor reads all and changes nothing", () => {
  const held = builtinRoles.auditor.permissions;
  expect(held.every((one) => /\.read(Payload)?$/.test(one))).toBe(true);
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
