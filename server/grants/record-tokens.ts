import { type Author, record } from "@/server/audit/record";
import type { Tx } from "@/server/infra/db";

export type TokenFacts = {
  /** Got with a refresh token, and not with the code of an authorization. */
  renewed: boolean;
  seconds: number;
};

const dayMs = 86_400_000;

const named = {
  id: true,
  clientName: true,
  user: { select: { name: true } },
  endpoint: { select: { projectId: true, name: true } },
} as const;

/**
 * Records that a client got tokens under what a person allowed it. A client renews them every quarter of an hour for as
 * long as it is used, so of one grant a renewal is recorded at most about once a day (security: T96).
 */
export async function recordTokens(
  tx: Tx,
  author: Author,
  grantKey: string,
  { renewed, seconds }: TokenFacts,
): Promise<void> {
  const grant = await tx.oAuthGrant.findUnique({ where: { grantKey }, select: named });
  if (!grant) return;
  const { id, clientName, user, endpoint } = grant;
  const { projectId } = endpoint;
  const action = renewed ? "grant.access_renewed" : "grant.access_issued";
  if (renewed) {
    const since = new Date(author.now.getTime() - dayMs);
    const recent = { projectId, subjectId: id, action, at: { gt: since } };
    if (await tx.auditEvent.findFirst({ where: recent, select: { id: true } })) return;
  }
  await record(tx, author, {
    action,
    projectId,
    subject: { type: "grant", id, name: clientName },
    after: { endpoint: endpoint.name, person: user.name, seconds },
  });
}
