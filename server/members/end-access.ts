import type { Author } from "@/server/audit/record";
import { type Erasable, eraseOfPerson } from "@/server/credentials/erase";
import { revokeGrantByKey } from "@/server/grants/mutations";
import type { Tx } from "@/server/infra/db";

/** What was taken from somebody who leaves. */
export type Ended = {
  /** AI clients that are cut off. */
  clients: number;
  /** Their own accounts at servers. */
  accounts: number;
  /** Invitations of theirs that nobody had accepted. */
  invitations: number;
};

type Whose = {
  userId: string;
  /** Absent: in every project. */
  projectId?: string | undefined;
  /** For the record of each AI client. */
  reason: string;
};

/**
 * Ends what a person allowed and connected, in the transaction in which they leave. Pass `erased` to `eraseAndRevoke` once
 * that is committed.
 */
export async function endAccess(
  tx: Tx,
  author: Author,
  { userId, projectId, reason }: Whose,
): Promise<{ ended: Ended; erased: Erasable[] }> {
  const inProject = projectId === undefined ? {} : { projectId };
  const erased = await eraseOfPerson(tx, userId, projectId);
  // A sign-in under way would end in a credential.
  await tx.connectionAttempt.deleteMany({ where: { userId, server: inProject } });
  const clients = await endGrants(tx, author, { userId, projectId, reason });
  await tx.mcpSession.updateMany({
    where: { userId, endpoint: inProject, endedAt: null },
    data: { endedAt: author.now },
  });
  const { count: invitations } = await tx.invitation.updateMany({
    where: {
      ...inProject,
      invitedById: userId,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: author.now },
    },
    data: { revokedAt: author.now },
  });
  return { ended: { clients, accounts: erased.length, invitations }, erased };
}

/** Ends the grants that would have gone on; says how many. */
async function endGrants(
  tx: Tx,
  author: Author,
  { userId, projectId, reason }: Whose,
): Promise<number> {
  const rows = await tx.oAuthGrant.findMany({
    where: {
      ...{ userId, revokedAt: null, expiresAt: { gt: author.now } },
      endpoint: projectId === undefined ? {} : { projectId },
    },
    select: { grantKey: true },
    orderBy: { id: "asc" },
  });
  for (const { grantKey } of rows) await revokeGrantByKey(tx, author, grantKey, reason);
  return rows.length;
}
