import { notFound } from "@/server/access/access";
import {
  type BuiltinRole,
  builtinRoleKeys,
  builtinRoles,
  builtinRules,
  isBuiltinRole,
} from "@/server/access/builtin-roles";
import { type RoleRules, toRule } from "@/server/access/rights";
import type { Tx } from "@/server/infra/db";
import type { Prisma } from "@/server/infra/generated/client";

/** A role with what it allows, as it is stored. */
export type FoundRole = RoleRules & {
  description: string;
  /** Built in: the same in every project, and never changed. */
  builtin: boolean;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const select = {
  id: true,
  name: true,
  description: true,
  rules: { select: { permission: true, conditions: true }, orderBy: { id: "asc" } },
} as const;

/** A role of the project or a built-in one; a role of another project is as absent as one that never was. */
export async function requireRole(tx: Tx, projectId: string, key: string): Promise<FoundRole> {
  if (isBuiltinRole(key)) return builtinRole(key);
  const row = uuid.test(key)
    ? await tx.role.findFirst({ where: { id: key, projectId }, select })
    : null;
  if (!row) throw notFound("role");
  return toFound(row);
}

function builtinRole(key: BuiltinRole): FoundRole {
  const { name, description } = builtinRoles[key];
  return { key, name, description, builtin: true, rules: builtinRules(key)?.rules ?? [] };
}

function toFound({
  id,
  rules,
  ...facts
}: Prisma.RoleGetPayload<{ select: typeof select }>): FoundRole {
  const sound = rules.map(toRule).filter((rule) => rule !== null);
  return { key: id, ...facts, builtin: false, rules: sound };
}

/** The built-in roles, then those of the project by name. */
export async function listFound(tx: Tx, projectId: string): Promise<FoundRole[]> {
  const rows = await tx.role.findMany({ where: { projectId }, select, orderBy: { name: "asc" } });
  return [...builtinRoleKeys.map(builtinRole), ...rows.map(toFound)];
}

/** As `requireRole`, and nobody changes, deletes or gives the role until the transaction ends. */
export async function lockRole(tx: Tx, projectId: string, key: string): Promise<FoundRole> {
  if (uuid.test(key))
    await tx.$queryRaw`SELECT 1 FROM "Role" WHERE "id" = ${key}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  return requireRole(tx, projectId, key);
}
