import { db } from "@/server/infra/db";

/** What a client was let in by, as it stands today. */
export type CallAccess = {
  /** The service account that a token belongs to; null for what a person allowed. */
  accountId: string | null;
  createdAt: Date;
  endsAt: Date;
};

const times = { createdAt: true, expiresAt: true, revokedAt: true } as const;
type Times = { createdAt: Date; expiresAt: Date; revokedAt: Date | null };

/** The grant of a person or the token of a service account; the record keeps the id of either. */
export async function accessOf(projectId: string, id: string): Promise<CallAccess | null> {
  const [grant, token] = await Promise.all([
    db().oAuthGrant.findFirst({ where: { id, endpoint: { projectId } }, select: times }),
    db().serviceAccountToken.findFirst({
      where: { id, account: { projectId } },
      select: { ...times, accountId: true },
    }),
  ]);
  if (token) return toAccess(token, token.accountId);
  return grant ? toAccess(grant, null) : null;
}

function toAccess(row: Times, accountId: string | null): CallAccess {
  const { createdAt, expiresAt, revokedAt } = row;
  const endsAt = revokedAt && revokedAt < expiresAt ? revokedAt : expiresAt;
  return { accountId, createdAt, endsAt };
}
