import type { Ctx } from "@/server/access/access";
import { notFound } from "@/server/access/access";
import { type Author, record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { type Tx, transaction } from "@/server/infra/db";

const forRevoking = {
  id: true,
  grantKey: true,
  clientName: true,
  expiresAt: true,
  user: { select: { name: true } },
  endpoint: { select: { projectId: true, name: true } },
} as const;

/** Ends what a person allowed a client: its next request is refused. Nothing happens when it has ended already. */
async function revokeGrant(
  tx: Tx,
  author: Author,
  grantId: string,
  reason = "Access was ended",
): Promise<void> {
  const grant = await tx.oAuthGrant.findUnique({ where: { id: grantId }, select: forRevoking });
  if (!grant) return;
  const { count } = await tx.oAuthGrant.updateMany({
    where: { id: grantId, revokedAt: null },
    data: { revokedAt: author.now, revokedById: author.userId },
  });
  await tx.oAuthArtefact.deleteMany({ where: { grantKey: grant.grantKey } });
  if (count === 0) return;
  await tx.mcpSession.updateMany({
    where: { grantId, endedAt: null },
    data: { endedAt: author.now },
  });
  await record(tx, author, {
    action: "grant.revoked",
    projectId: grant.endpoint.projectId,
    subject: { type: "grant", id: grant.id, name: grant.clientName },
    before: {
      endpoint: grant.endpoint.name,
      person: grant.user.name,
      expiresAt: grant.expiresAt,
    },
    after: { reason },
  });
}

/** The same by the authorization server's own id, which is all its artefacts know. */
export async function revokeGrantByKey(
  tx: Tx,
  author: Author,
  grantKey: string,
  reason: string,
): Promise<void> {
  const grant = await tx.oAuthGrant.findUnique({ where: { grantKey }, select: { id: true } });
  if (grant) await revokeGrant(tx, author, grant.id, reason);
  else await tx.oAuthArtefact.deleteMany({ where: { grantKey } });
}

/** An administrator cuts a client off from an endpoint of the project. */
export async function revokeSession(ctx: Ctx, id: string): Promise<void> {
  ctx.access.requireSome("endpoint.edit");
  await transaction(async (tx) => {
    const grant = await tx.oAuthGrant.findFirst({
      where: { id, endpoint: { projectId: ctx.projectId } },
      select: { id: true, endpoint: { select: { name: true } } },
    });
    if (!grant || !maySee(ctx, grant.endpoint)) throw notFound("session");
    ctx.access.require("endpoint.edit", grant.endpoint);
    await revokeGrant(tx, ctx, grant.id);
  });
}

function maySee({ access }: Ctx, endpoint: { name: string }): boolean {
  return access.can("endpoint.read", endpoint) || access.can("endpoint.edit", endpoint);
}

/** A person ends what they allowed themselves. */
export async function endMyGrant(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const grant = await tx.oAuthGrant.findFirst({
      where: { id, userId: actor.userId },
      select: { id: true },
    });
    if (!grant) throw notFound("AI client");
    await revokeGrant(tx, actor, grant.id);
  });
}

export type NewGrant = {
  id: string;
  grantKey: string;
  client: { clientId: string; kind: "registered" | "metadata"; name: string };
  endpoint: { id: string; name: string; projectId: string };
  expiresAt: Date;
  /** A row id for the client, when it has none yet. */
  clientRowId: string;
};

/** Records what a person allowed, in one transaction with its audit event. */
export async function createGrant(tx: Tx, actor: Actor, grant: NewGrant): Promise<void> {
  const { client } = grant;
  const row = await tx.oAuthClient.upsert({
    where: { clientId: client.clientId },
    create: {
      id: grant.clientRowId,
      clientId: client.clientId,
      kind: client.kind,
      name: client.name,
      metadata: {},
      lastUsedAt: actor.now,
    },
    update: { lastUsedAt: actor.now },
    select: { id: true },
  });
  await tx.oAuthGrant.create({
    data: {
      id: grant.id,
      grantKey: grant.grantKey,
      clientRowId: row.id,
      clientName: client.name,
      userId: actor.userId,
      endpointId: grant.endpoint.id,
      createdAt: actor.now,
      expiresAt: grant.expiresAt,
    },
  });
  await record(tx, actor, {
    action: "grant.created",
    projectId: grant.endpoint.projectId,
    subject: { type: "grant", id: grant.id, name: client.name },
    after: { endpoint: grant.endpoint.name, expiresAt: grant.expiresAt },
  });
}
