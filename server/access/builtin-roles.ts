// In: the catalogue. Out: the roles every project has. Promises that an unknown role holds nothing.
import { type Permission, permissions } from "@/server/access/actions";
import type { RoleRules } from "@/server/access/rights";

export const builtinRoleKeys = ["admin", "editor", "auditor", "member"] as const;
export type BuiltinRole = (typeof builtinRoleKeys)[number];

type Builtin = { name: string; description: string; permissions: readonly Permission[] };

const governing: Permission[] = [
  "project.edit",
  "project.delete",
  "activity.retain",
  "member.edit",
  "role.edit",
  "serviceAccount.edit",
  "activity.forward",
];

export const builtinRoles: Record<BuiltinRole, Builtin> = {
  admin: { name: "Admin", description: "May do everything in the project.", permissions },
  editor: {
    name: "Editor",
    description: "Changes servers and endpoints; sees everything.",
    permissions: permissions.filter((one) => !governing.includes(one)),
  },
  auditor: {
    name: "Auditor",
    description: "Sees everything and changes nothing.",
    permissions: permissions.filter((one) => /\.read(Payload)?$/.test(one)),
  },
  member: {
    name: "Member",
    description: "Sees endpoints and connects AI clients to them.",
    permissions: ["project.read", "endpoint.read", "endpoint.connect"],
  },
};

export function isBuiltinRole(key: string): key is BuiltinRole {
  return Object.hasOwn(builtinRoles, key);
}

/** What a built-in role allows; null for any other key. */
export function builtinRules(key: string): RoleRules | null {
  if (!isBuiltinRole(key)) return null;
  const { name, permissions: held } = builtinRoles[key];
  return { key, name, rules: held.map((permission) => ({ permission, conditions: [] })) };
}
