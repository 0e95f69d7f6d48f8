import type { Ctx } from "@/server/access/access";
import { requireEndpoint } from "@/server/endpoints/require";
import { db } from "@/server/infra/db";
import { type Holder, listHolders } from "@/server/roles/people";
import type { ExplainRenaming } from "@/server/roles/schema";

/** Whom another name of an endpoint would cut off or let in, for conditions look at names. Changes nothing. */
export async function explainRenaming(ctx: Ctx, input: ExplainRenaming) {
  ctx.access.require("role.read");
  ctx.access.require("member.read");
  const endpoint = await requireEndpoint(db(), ctx, "endpoint.read", input.endpoint);
  const holders = await listHolders(ctx);
  const connects = (name: string) => holders.filter((one) => one.rights.allows(connect, name));
  const [before, after] = [connects(endpoint.name), connects(input.name)];
  const losing = without(before, after);
  return {
    losing,
    gaining: without(after, before),
    clients: await countClients(ctx, endpoint.id, losing),
  };
}

const connect = "endpoint.connect";

function without(some: readonly Holder[], others: readonly Holder[]) {
  return some.filter((one) => !others.includes(one)).map(({ person }) => person);
}

/** AI clients that act there for these people now. */
async function countClients(
  { now }: Ctx,
  endpointId: string,
  people: readonly { id: string }[],
): Promise<number> {
  const userId = { in: people.map(({ id }) => id) };
  const live = { revokedAt: null, expiresAt: { gt: now } };
  return db().oAuthGrant.count({ where: { endpointId, userId, ...live } });
}
