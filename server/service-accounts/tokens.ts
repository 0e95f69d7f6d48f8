import { type Ctx, notFound } from "@/server/access/access";
import { AppError } from "@/server/core/errors";
import { newId, sha256 } from "@/server/core/ids";
import { type Tx, transaction } from "@/server/infra/db";
import { lockAccount } from "@/server/service-accounts/find";
import {
  endSessions,
  keysOf,
  lockRoles,
  requireMayGive,
} from "@/server/service-accounts/mutations";
import { recordAccount } from "@/server/service-accounts/record";
import type { CreateServiceToken, ServiceTokenRef } from "@/server/service-accounts/schema";
import { newServiceToken } from "@/server/service-accounts/service-token";

/** Enough to replace them one by one; more than these nobody keeps apart. */
const maxTokens = 20;

const dayMs = 86_400_000;

/**
 * A token for a program. It is told once and kept as its SHA-256. Whoever holds it can do what the account may, so its
 * author must hold all of that (security: T34).
 */
export function createToken(ctx: Ctx, input: CreateServiceToken): Promise<{ token: string }> {
  ctx.access.require("serviceAccount.edit");
  return transaction(async (tx) => {
    const account = await lockAccount(tx, ctx, input.account);
    requireMayGive(ctx, await lockRoles(tx, ctx, keysOf(account)));
    await requireRoom(tx, ctx, account.id);
    const token = newServiceToken();
    const hint = token.slice(-4);
    const { name } = input;
    const expiresAt = new Date(ctx.now.getTime() + input.days * dayMs);
    const whose = { accountId: account.id, createdByName: ctx.userName };
    await tx.serviceAccountToken.create({
      data: { id: newId(), ...whose, name, hint, tokenHash: sha256(token), expiresAt },
    });
    await recordAccount(tx, ctx, "service_account.token_created", account, {
      after: { token: name, lastCharacters: hint, expiresAt },
    });
    return { token };
  });
}

/** Its next request is refused, on every replica. Nothing happens when it was revoked already. */
export function revokeToken(ctx: Ctx, { serviceToken: id }: ServiceTokenRef): Promise<void> {
  ctx.access.require("serviceAccount.edit");
  return transaction(async (tx) => {
    const token = await tx.serviceAccountToken.findFirst({
      where: { id, account: { projectId: ctx.projectId } },
      select: { name: true, hint: true, expiresAt: true, account: true },
    });
    if (!token) throw notFound("token");
    const { count } = await tx.serviceAccountToken.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    if (count === 0) return;
    await endSessions(tx, ctx, { accountTokenId: id });
    await recordAccount(tx, ctx, "service_account.token_revoked", token.account, {
      before: { token: token.name, lastCharacters: token.hint, expiresAt: token.expiresAt },
    });
  });
}

async function requireRoom(tx: Tx, { now }: Ctx, accountId: string): Promise<void> {
  const where = { accountId, revokedAt: null, expiresAt: { gt: now } };
  if ((await tx.serviceAccountToken.count({ where })) < maxTokens) return;
  throw new AppError("conflict", `An account has at most ${maxTokens} tokens. Revoke one first.`);
}
