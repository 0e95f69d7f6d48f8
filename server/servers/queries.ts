import { type Ctx, notFound } from "@/server/access/access";
import { toAppError } from "@/server/core/errors";
import { db } from "@/server/infra/db";
import { checkOutboundUrl } from "@/server/infra/outbound";
import { lastCalls } from "@/server/servers/last-calls";
import { type Allowance, allowanceOf } from "@/server/servers/probe";
import type { ServerSlug } from "@/server/servers/schema";
import { type ServerSummary, serverColumns, toServer } from "@/server/servers/shape";
import { egressReady } from "@/server/settings/egress-feed";

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
): Promise<ServerSummary & { blocked: Allowance | null }> {
  const row = await db().mcpServer.findFirst({
    where: { ...ctx.access.where("server.read"), slug: input.slug },
    select: serverColumns,
  });
  if (!row) throw notFound("server");
  return { ...toServer(row), blocked: await blockedAddress(ctx, row.url) };
}

async function blockedAddress(ctx: Ctx, url: string): Promise<Allowance | null> {
  await egressReady();
  try {
    checkOutboundUrl(url);
    return null;
  } catch (error) {
    const { hostPort } = toAppError(error).details;
    return typeof hostPort === "string" ? allowanceOf(ctx, hostPort) : null;
  }
}
