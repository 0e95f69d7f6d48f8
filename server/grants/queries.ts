import type { Ctx } from "@/server/access/access";
import type { Actor } from "@/server/core/context";
import { endpointAddress } from "@/server/endpoints/queries";
import { requireEndpoint } from "@/server/endpoints/require";
import type { EndpointRef } from "@/server/endpoints/schema";
import { listOffers } from "@/server/grants/offers";
import { db } from "@/server/infra/db";

const times = { id: true, clientName: true, createdAt: true, expiresAt: true, lastUsedAt: true };

const client = { select: { clientId: true, kind: true } } as const;

function live(now: Date) {
  return { revokedAt: null, expiresAt: { gt: now } };
}

/** The clients people connected to an endpoint, the last used first. Grants that ended are not among them. */
export async function listEndpointGrants(ctx: Ctx, input: EndpointRef) {
  const { id: endpointId } = await requireEndpoint(db(), ctx, "endpoint.read", input.endpoint);
  const rows = await db().oAuthGrant.findMany({
    where: { endpointId, ...live(ctx.now) },
    orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
    take: 500,
    select: { ...times, client, user: { select: { id: true, name: true, email: true } } },
  });
  return rows.map(({ client, ...row }) => ({ ...row, verifiedHost: verifiedHost(client) }));
}

/** The AI clients a person allowed, the newest first. */
export async function listMyGrants(actor: Actor) {
  const rows = await db().oAuthGrant.findMany({
    where: { userId: actor.userId, ...live(actor.now) },
    orderBy: { id: "desc" },
    take: 500,
    select: {
      ...times,
      client,
      endpoint: { select: { name: true, disabledAt: true, project: { select: { name: true } } } },
    },
  });
  return rows.map(({ client, endpoint, ...row }) => ({
    ...row,
    verifiedHost: verifiedHost(client),
    endpointName: endpoint.name,
    projectName: endpoint.project.name,
    switchedOff: endpoint.disabledAt !== null,
  }));
}

/** The endpoints a person may connect AI clients to, with their addresses. */
export async function listMyEndpoints(actor: Actor) {
  const offers = await listOffers(actor.userId, actor.now);
  return offers.map(({ id, slug, name, projectName, tools }) => ({
    id,
    name,
    projectName,
    tools: tools.length,
    address: endpointAddress(slug),
  }));
}

/** Host of the metadata document a client is known by; null for one that registered itself. */
function verifiedHost({ kind, clientId }: { kind: string; clientId: string }): string | null {
  return kind === "metadata" ? (URL.parse(clientId)?.host ?? null) : null;
}
