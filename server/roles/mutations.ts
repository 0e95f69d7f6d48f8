import type { Access, Ctx } from "@/server/access/access";
import { builtinRoleKeys, builtinRoles } from "@/server/access/builtin-roles";
import { canonical } from "@/server/access/conditions";
import { requireCanGrant } from "@/server/access/granting";
import type { Rule } from "@/server/access/rights";
import { ruleSentence } from "@/server/access/sentences";
import { type Fact, record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { isTaken, type Tx, transaction } from "@/server/infra/db";
import { type FoundRole, lockRole, requireRole } from "@/server/roles/find";
import type { CloneRole, CreateRole, RoleRef, UpdateRole } from "@/server/roles/schema";

/** Beyond this nobody knows any more who may do what. */
const maxRoles = 500;

/** A role of the project, which gives nothing that its author does not hold. */
export function createRole(ctx: Ctx, input: CreateRole): Promise<{ key: string }> {
  ctx.access.require("role.edit");
  return namedOnce((tx) => insertRole(tx, ctx, input));
}

/** A copy of a role, built in or not, to be changed; only of one that gives no more than its author holds. */
export function cloneRole(ctx: Ctx, input: CloneRole): Promise<{ key: string }> {
  ctx.access.require("role.edit");
  return namedOnce(async (tx) => {
    const { description, rules } = await requireRole(tx, ctx.projectId, input.role);
    return insertRole(tx, ctx, { name: input.name, description, rules });
  });
}

/** In force for everybody who holds it, within a second on every replica. */
export function updateRole(ctx: Ctx, input: UpdateRole): Promise<{ key: string }> {
  ctx.access.require("role.edit");
  return namedOnce(async (tx) => {
    const before = await lockOwn(tx, ctx, input.role);
    const rules = withoutRepeats(input.rules);
    // What it allows already, others decided: only what it would newly allow must be the author's to give.
    const had = new Set(before.rules.map(keyOf));
    requireCanGrant(
      ctx.access,
      rules.filter((rule) => !had.has(keyOf(rule))),
    );
    await requireFreeName(tx, ctx.projectId, input.name, before.key);
    const { name, description } = input;
    await tx.role.update({ where: { id: before.key }, data: { name, description } });
    await tx.roleRule.deleteMany({ where: { roleId: before.key } });
    await insertRules(tx, before.key, rules);
    await recordRole(tx, ctx, "role.updated", before.key, name, {
      before: factsOf(before),
      after: factsOf({ name, description, rules }),
    });
    return { key: before.key };
  });
}

/** Refused while somebody holds it: who takes it from them decides what they hold instead. */
export function deleteRole(ctx: Ctx, input: RoleRef): Promise<void> {
  ctx.access.require("role.edit");
  return transaction(async (tx) => {
    const role = await lockOwn(tx, ctx, input.role);
    const where = { roleId: role.key, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now } }] };
    const members = await tx.membershipRole.count({ where });
    if (members > 0) throw stillHeld(role.name, members);
    const machine = await tx.serviceAccountRole.findFirst({
      where: { roleId: role.key },
      select: { account: { select: { name: true } } },
    });
    if (machine) throw heldByMachine(role.name, machine.account.name);
    await tx.role.delete({ where: { id: role.key } });
    await recordRole(tx, ctx, "role.deleted", role.key, role.name, { before: factsOf(role) });
  });
}

async function insertRole(tx: Tx, ctx: Ctx, draft: RoleInput): Promise<{ key: string }> {
  const rules = withoutRepeats(draft.rules);
  requireCanGrant(ctx.access, rules);
  await requireRoom(tx, ctx.access);
  await requireFreeName(tx, ctx.projectId, draft.name, null);
  const { name, description } = draft;
  const id = newId(ctx.now.getTime());
  await tx.role.create({ data: { id, projectId: ctx.projectId, name, description } });
  await insertRules(tx, id, rules);
  await recordRole(tx, ctx, "role.created", id, name, {
    after: factsOf({ name, description, rules }),
  });
  return { key: id };
}

type RoleInput = Pick<CreateRole, "name" | "description"> & { rules: readonly Rule[] };

async function insertRules(tx: Tx, roleId: string, rules: readonly Rule[]): Promise<void> {
  await tx.roleRule.createMany({
    data: rules.map(({ permission, conditions }) => ({
      ...{ id: newId(), roleId, permission },
      conditions: conditions.map((condition) => ({ ...condition, values: [...condition.values] })),
    })),
  });
}

async function lockOwn(tx: Tx, ctx: Ctx, key: string): Promise<FoundRole> {
  const role = await lockRole(tx, ctx.projectId, key);
  if (!role.builtin) return role;
  throw new AppError(
    "forbidden",
    `The role “${role.name}” is built in. Copy it, and change the copy.`,
  );
}

async function requireRoom(tx: Tx, { projectId }: Access): Promise<void> {
  if ((await tx.role.count({ where: { projectId } })) < maxRoles) return;
  throw new AppError("conflict", `A project has at most ${maxRoles} roles. Delete one first.`);
}

async function requireFreeName(
  tx: Tx,
  projectId: string,
  name: string,
  except: string | null,
): Promise<void> {
  const builtin = builtinRoleKeys.map((key) => builtinRoles[key].name.toLowerCase());
  const same = { equals: name, mode: "insensitive" } as const;
  const others = except === null ? {} : { id: { not: except } };
  const taken =
    builtin.includes(name.toLowerCase()) ||
    (await tx.role.count({ where: { projectId, name: same, ...others } })) > 0;
  if (taken) throw nameTaken();
}

async function namedOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    throw isTaken(error) ? nameTaken() : error;
  }
}

function nameTaken(): AppError {
  return new AppError("conflict", "There is a role of this name already. Choose another one.");
}

function stillHeld(name: string, members: number): AppError {
  const who = members === 1 ? "One member holds" : `${members} members hold`;
  const message = `${who} the role “${name}”. Give them another role first.`;
  return new AppError("conflict", message, { details: { reason: "role_held", members } });
}

function heldByMachine(name: string, account: string): AppError {
  const message = `The service account “${account}” holds the role “${name}”. Give it another role first.`;
  return new AppError("conflict", message, { details: { reason: "role_held" } });
}

function keyOf({ permission, conditions }: Rule): string {
  return `${permission} ${canonical(conditions).join()}`;
}

function withoutRepeats(rules: readonly Rule[]): Rule[] {
  return [...new Map(rules.map((rule) => [keyOf(rule), rule])).values()];
}

function factsOf({ name, description, rules }: RoleInput): Record<string, Fact> {
  return { name, description, rules: rules.map(ruleSentence) };
}

function recordRole(
  tx: Tx,
  ctx: Ctx,
  action: "role.created" | "role.updated" | "role.deleted",
  id: string,
  name: string,
  facts: { before?: Record<string, Fact>; after?: Record<string, Fact> },
): Promise<void> {
  const { projectId } = ctx;
  return record(tx, ctx, { action, projectId, subject: { type: "role", id, name }, ...facts });
}
