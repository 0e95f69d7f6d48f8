import type { Ctx } from "@/server/access/access";
import { requireCanGrant } from "@/server/access/granting";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { isTaken, type Tx, transaction } from "@/server/infra/db";
import { roleColumns } from "@/server/roles/assign";
import { type FoundRole, lockRole } from "@/server/roles/find";
import { lockAccount } from "@/server/service-accounts/find";
import { recordAccount } from "@/server/service-accounts/record";
import type {
  CreateServiceAccount,
  ServiceAccountRef,
  ToggleServiceAccount,
  UpdateServiceAccount,
} from "@/server/service-accounts/schema";

// Giving a program access needs what one gives; taking it away needs nothing but the permission, so that whoever looks
// after service accounts can stop any of them.

const maxAccounts = 500;

/** A program's account with roles, which give nothing that its author does not hold (security: T34). */
export function createAccount(ctx: Ctx, input: CreateServiceAccount): Promise<{ id: string }> {
  ctx.access.require("serviceAccount.edit");
  return namedOnce(async (tx) => {
    await requireRoom(tx, ctx);
    const { name, description } = input;
    const roles = await lockRoles(tx, ctx, input.roleKeys);
    requireMayGive(ctx, roles);
    const id = newId(ctx.now.getTime());
    await tx.serviceAccount.create({
      data: { id, projectId: ctx.projectId, name, description, createdByName: ctx.userName },
    });
    await insertRoles(tx, id, roles);
    const after = factsOf({ name, description, roles });
    await recordAccount(tx, ctx, "service_account.created", { id, name }, { after });
    return { id };
  });
}

/** In force within a second on every replica; roles it has already, others gave. */
export function updateAccount(ctx: Ctx, input: UpdateServiceAccount): Promise<void> {
  ctx.access.require("serviceAccount.edit");
  return namedOnce(async (tx) => {
    const before = await lockAccount(tx, ctx, input.account);
    const had = new Set(before.roles.map(({ key }) => key));
    const roles = await lockRoles(tx, ctx, input.roleKeys);
    const added = roles.filter(({ key }) => !had.has(key));
    requireMayGive(ctx, added);
    const { id } = before;
    const { name, description } = input;
    await tx.serviceAccount.update({ where: { id }, data: { name, description } });
    await tx.serviceAccountRole.deleteMany({
      where: { accountId: id, role: { notIn: roles.map(({ key }) => key) } },
    });
    await insertRoles(tx, id, added);
    await recordAccount(tx, ctx, "service_account.updated", before, {
      before: factsOf(before),
      after: factsOf({ name, description, roles }),
    });
  });
}

/** Off: its tokens stop working at once. On: those that have not ended work again. */
export function toggleAccount(ctx: Ctx, { account, enabled }: ToggleServiceAccount): Promise<void> {
  ctx.access.require("serviceAccount.edit");
  return transaction(async (tx) => {
    const before = await lockAccount(tx, ctx, account);
    if (enabled === (before.disabledAt === null)) return;
    // Whoever switches it on lets it do what its roles allow.
    if (enabled) requireMayGive(ctx, await lockRoles(tx, ctx, keysOf(before)));
    const disabledAt = enabled ? null : ctx.now;
    await tx.serviceAccount.update({ where: { id: account }, data: { disabledAt } });
    if (!enabled) await endSessions(tx, ctx, { accountId: account });
    const action = enabled ? "service_account.enabled" : "service_account.disabled";
    await recordAccount(tx, ctx, action, before, {
      before: { disabledAt: before.disabledAt },
      after: { disabledAt },
    });
  });
}

/** With its tokens. What it did stays in the record. */
export function deleteAccount(ctx: Ctx, { account }: ServiceAccountRef): Promise<void> {
  ctx.access.require("serviceAccount.edit");
  return transaction(async (tx) => {
    const before = await lockAccount(tx, ctx, account);
    await tx.serviceAccount.delete({ where: { id: account } });
    await recordAccount(tx, ctx, "service_account.deleted", before, { before: factsOf(before) });
  });
}

/** The MCP sessions of an account or of one of its tokens. */
export async function endSessions(
  tx: Tx,
  { now }: Ctx,
  whose: { accountId: string } | { accountTokenId: string },
): Promise<void> {
  await tx.mcpSession.updateMany({ where: { ...whose, endedAt: null }, data: { endedAt: now } });
}

/** Throws `forbidden` when the roles allow what the author does not hold. */
export function requireMayGive({ access }: Ctx, roles: readonly FoundRole[]): void {
  requireCanGrant(
    access,
    roles.flatMap(({ rules }) => rules),
  );
}

/** In one order, so that two who lock the same roles never wait for each other. */
export async function lockRoles(
  tx: Tx,
  { projectId }: Ctx,
  keys: readonly string[],
): Promise<FoundRole[]> {
  const roles: FoundRole[] = [];
  for (const key of [...keys].sort()) roles.push(await lockRole(tx, projectId, key));
  return roles;
}

export function keysOf({ roles }: { roles: readonly { key: string }[] }): string[] {
  return roles.map(({ key }) => key);
}

async function insertRoles(tx: Tx, accountId: string, roles: readonly FoundRole[]): Promise<void> {
  await tx.serviceAccountRole.createMany({
    data: roles.map((role) => ({ id: newId(), accountId, ...roleColumns(role) })),
  });
}

async function requireRoom(tx: Tx, { projectId }: Ctx): Promise<void> {
  if ((await tx.serviceAccount.count({ where: { projectId } })) < maxAccounts) return;
  throw new AppError(
    "conflict",
    `A project has at most ${maxAccounts} service accounts. Delete one first.`,
  );
}

type Facts = { name: string; description: string; roles: readonly { name: string }[] };

function factsOf({ name, description, roles }: Facts) {
  return { name, description, roles: roles.map((role) => role.name) };
}

async function namedOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isTaken(error)) throw error;
    const message = "There is a service account of this name already. Choose another one.";
    throw new AppError("conflict", message);
  }
}
