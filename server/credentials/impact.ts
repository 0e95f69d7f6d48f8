import type { Ctx } from "@/server/access/access";
import type { CredentialOf } from "@/server/credentials/schema";
import { db } from "@/server/infra/db";
import { requireServer } from "@/server/servers/find";
import { countUsage } from "@/server/servers/usage";

/** What another way of signing in, or another owner of the account, would cost, in numbers. */
export type Impact = {
  /** 1 when a shared account is connected. */
  shared: number;
  /** People whose own account is connected. */
  people: number;
  endpoints: number;
  clients: number;
};

export async function changeImpact(ctx: Ctx, input: CredentialOf): Promise<Impact> {
  const { id } = await requireServer(db(), ctx, "server.edit", input.server);
  const [{ endpoints, clients }, shared, people] = await Promise.all([
    countUsage(db(), id, ctx.now),
    db().serverCredential.count({ where: { serverId: id, userId: null } }),
    db().serverCredential.count({ where: { serverId: id, userId: { not: null } } }),
  ]);
  return { shared, people, endpoints, clients };
}
