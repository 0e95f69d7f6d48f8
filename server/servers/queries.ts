import { type Ctx, notFound } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { findBlocked } from "@/server/servers/address";
import { lastCalls } from "@/server/servers/last-calls";
import type { Allowance, ServerSlug } from "@/server/servers/schema";
import { type ServerSummary, serverColumns, toServer } from "@/server/servers/shape";
import { readSignIn, type SignIn } from "@/server/servers/sign-in";

/** All servers of the project by name, each with its state and how much it is used. */
export async function listServers(
  ctx: Ctx,
): Promise<(ServerSummary & { lastCallAt: Date | null })[]> {
  const where = ctx.access.where("server.read");
  const [rows, calls] = await Promise.all([
    db().mcpServer.findMany({ where, orderBy: { name: "asc" }, select: serverColumns }),
    lastCalls(where.projectId),
  ]);
  return rows.map((row) => ({ ...toServer(row), lastCallAt: calls.get(row.id) ?? null }));
}

/** One server by its slug; `blocked` when its address is private and was not, or is no longer, allowed. */
export async function getServer(
  ctx: Ctx,
  input: ServerSlug,
): Promise<ServerSummary & { blocked: Allowance | null; signIn: SignIn }> {
  const row = await db().mcpServer.findFirst({
    where: { ...ctx.access.where("server.read"), slug: input.slug },
    select: { ...serverColumns, discovery: true },
  });
  if (!row) throw notFound("server");
  const { discovery, ...summary } = row;
  const [blocked, signIn] = await Promise.all([
    findBlocked(ctx, row.url),
    readSignIn(ctx, { ...row, discovery }),
  ]);
  return { ...toServer(summary), blocked, signIn };
}
