// In: the catalogue. Out: the roles every project has. Promises that an unknown role holds nothing.
import { type Permission, permissions } from "@/server/access/actions";

export type BuiltinRole = "admin" | "editor" | "auditor" | "member";

const reading: Permission[] = ["project.read", "server.read", "endpoint.read"];

export const builtinRoles: Record<
  BuiltinRole,
  { name: string; permissions: readonly Permission[] }
> = {
  admin: { name: "Admin", permissions },
  editor: {
    name: "Editor",
    permissions: permissions.filter((one) => !one.startsWith("project.") || one === "project.read"),
  },
  auditor: {
    name: "Auditor",
    permissions: [...reading, "activity.read", "activity.readPayload", "audit.read"],
  },
  member: { name: "Member", permissions: ["project.read", "endpoint.read", "endpoint.connect"] },
};

export function permissionsOf(role: string): ReadonlySet<Permission> {
  const known = Object.hasOwn(builtinRoles, role) ? builtinRoles[role as BuiltinRole] : null;
  return new Set(known?.permissions);
}
