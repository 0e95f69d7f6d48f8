import type { Ctx } from "@/server/access/access";
import { catalogue, isEndpointPermission, permissions } from "@/server/access/actions";
import { ruleSentence } from "@/server/access/sentences";
import { db, type Tx } from "@/server/infra/db";
import { type FoundRole, listFound, requireRole } from "@/server/roles/find";

/** The built-in roles and those of the project, by name, each with how many members hold it now. */
export async function listRoles(ctx: Ctx) {
  const { projectId } = ctx.access.where("role.read");
  const [roles, counts] = await Promise.all([listFound(db(), projectId), countHolders(db(), ctx)]);
  return roles.map((role) => ({ ...toSummary(role), members: counts.get(role.key) ?? 0 }));
}

/** One role with its rules, each as data and as a sentence, and who holds it for those who may see members. */
export async function getRole(ctx: Ctx, input: { role: string }) {
  const { projectId } = ctx.access.where("role.read");
  const role = await requireRole(db(), projectId, input.role);
  const holders = ctx.access.can("member.read") ? await holdersOf(ctx, role.key) : null;
  return {
    ...toSummary(role),
    rules: role.rules.map((rule) => ({ ...rule, sentence: ruleSentence(rule) })),
    holders,
  };
}

/** The matrix of permissions: subjects, their actions, a sentence each, and how far the person holds it themselves. */
export function getCatalogue(ctx: Ctx) {
  ctx.access.require("role.read");
  const { rights } = ctx.access;
  return permissions.map((permission) => {
    const [subject = "", action = ""] = permission.split(".");
    const held = rights.holdsSome(permission) ? ("some" as const) : ("none" as const);
    return {
      ...{ permission, subject, action, sentence: catalogue[permission] },
      conditional: isEndpointPermission(permission),
      held: rights.holdsAll(permission) ? ("all" as const) : held,
    };
  });
}

function toSummary({ key, name, description, builtin, rules }: FoundRole) {
  return { key, name, description, builtin, sentences: rules.map(ruleSentence) };
}

async function holdersOf(ctx: Ctx, role: string) {
  const rows = await db().membershipRole.findMany({
    where: { role, ...held(ctx) },
    select: {
      expiresAt: true,
      membership: { select: { user: { select: { id: true, name: true, email: true } } } },
    },
    orderBy: { createdAt: "asc" },
    take: 500,
  });
  return rows.map(({ expiresAt, membership }) => ({ ...membership.user, until: expiresAt }));
}

async function countHolders(tx: Tx, ctx: Ctx): Promise<Map<string, number>> {
  const rows = await tx.membershipRole.groupBy({ by: ["role"], where: held(ctx), _count: true });
  return new Map(rows.map(({ role, _count }) => [role, _count]));
}

function held({ projectId, now }: Ctx) {
  return { membership: { projectId }, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}
