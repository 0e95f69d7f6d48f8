import { builtinRoles, isBuiltinRole } from "@/server/access/builtin-roles";

/** What a role that somebody holds is called. */
export function roleName(held: { role: string; custom: { name: string } | null }): string {
  if (held.custom) return held.custom.name;
  return isBuiltinRole(held.role) ? builtinRoles[held.role].name : held.role;
}
