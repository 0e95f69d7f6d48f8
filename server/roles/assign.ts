import type { Ctx } from "@/server/access/access";
import { requireCanGrant } from "@/server/access/granting";
import { AppError } from "@/server/core/errors";
import type { Tx } from "@/server/infra/db";
import { type FoundRole, lockRole } from "@/server/roles/find";

/** The columns of MembershipRole for a role. */
export function roleColumns({ key, builtin }: Pick<FoundRole, "key" | "builtin">) {
  return { role: key, roleId: builtin ? null : key };
}

/**
 * The roles somebody is about to give, locked until the transaction ends. Throws `not_found` for one that is not of the
 * project, `forbidden` for one that gives what the giver does not hold (security: T34). For members and invitations.
 */
export async function requireAssignable(
  tx: Tx,
  ctx: Ctx,
  keys: readonly string[],
): Promise<FoundRole[]> {
  ctx.access.require("member.edit");
  const roles: FoundRole[] = [];
  // In one order, so that two who lock the same roles never wait for each other.
  for (const key of [...new Set(keys)].sort()) roles.push(await lockRole(tx, ctx.projectId, key));
  requireCanGrant(
    ctx.access,
    roles.flatMap(({ rules }) => rules),
  );
  return roles;
}

/**
 * Runs `change` while nobody else changes who administers these projects, and undoes it when one of them would be left
 * without an administrator whose role has no end (409, reason `last_admin`; security: T35). Within a transaction.
 */
export async function keepingAdministrators<T>(
  tx: Tx,
  projectIds: readonly string[],
  change: () => Promise<T>,
): Promise<T> {
  const ids = [...new Set(projectIds)].sort();
  for (const id of ids)
    await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
  const before = await administered(tx, ids);
  const result = await change();
  const after = await administered(tx, ids);
  if ([...before].every((id) => after.has(id))) return result;
  throw new AppError(
    "conflict",
    "A project needs an administrator, and this is the last one without an end date. Make somebody else an administrator first.",
    { details: { reason: "last_admin" } },
  );
}

/** Those of the projects that have an administrator who stays. */
async function administered(tx: Tx, projectIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.membership.findMany({
    where: {
      projectId: { in: [...projectIds] },
      user: { disabledAt: null },
      roles: { some: { role: "admin", expiresAt: null } },
    },
    distinct: ["projectId"],
    select: { projectId: true },
  });
  return new Set(rows.map(({ projectId }) => projectId));
}
