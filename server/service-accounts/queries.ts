import { type Ctx, notFound } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { givingRefusal } from "@/server/members/role-choices";
import { listFound } from "@/server/roles/find";
import { findRights } from "@/server/roles/rights";
import { roleSelect, toRoles } from "@/server/service-accounts/find";
import type { ServiceAccountRef } from "@/server/service-accounts/schema";

/** The accounts of the project by name, each with its live tokens counted and when one was last used. */
export async function listAccounts(ctx: Ctx) {
  const { projectId } = ctx.access.where("serviceAccount.edit");
  const rows = await db().serviceAccount.findMany({
    where: { projectId },
    select: {
      ...{ id: true, name: true, description: true, disabledAt: true, createdAt: true },
      roles: roleSelect,
      tokens: { select: { expiresAt: true, revokedAt: true, lastUsedAt: true } },
    },
    orderBy: [{ name: "asc" }],
    take: 500,
  });
  return rows.map(({ roles, tokens, ...account }) => ({
    ...account,
    roles: toRoles(roles),
    tokens: tokens.filter((one) => one.revokedAt === null && one.expiresAt > ctx.now).length,
    lastUsedAt: latest(tokens.map(({ lastUsedAt }) => lastUsedAt)),
  }));
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, one) => (one && (!last || one > last) ? one : last), null);
}

/** One account with its tokens, of which nobody learns more than the hint, and the addresses it may connect to. */
export async function getAccount(ctx: Ctx, { account: id }: ServiceAccountRef) {
  const { projectId } = ctx.access.where("serviceAccount.edit");
  const row = await db().serviceAccount.findFirst({
    where: { id, projectId },
    select: {
      ...{ id: true, name: true, description: true, disabledAt: true, createdAt: true },
      createdByName: true,
      roles: roleSelect,
      tokens: {
        select: {
          ...{ id: true, name: true, hint: true, createdAt: true, createdByName: true },
          ...{ expiresAt: true, revokedAt: true, lastUsedAt: true },
        },
        orderBy: { id: "desc" },
        take: 100,
      },
    },
  });
  if (!row) throw notFound("service account");
  const roles = toRoles(row.roles);
  const { endpoints, hidden } = await endpointsOf(
    ctx,
    roles.map(({ key }) => key),
  );
  const issuingRefusal = await refusalFor(ctx, roles);
  return {
    ...row,
    roles,
    endpoints,
    hidden,
    issuingRefusal,
    tokenUrl: `${env().publicUrl}/oauth/token`,
  };
}

/** Where the account may connect, as far as the viewer sees it; how many more there are. */
async function endpointsOf(ctx: Ctx, keys: readonly string[]) {
  const { projectId } = ctx;
  const rights = await findRights(projectId, keys);
  const rows = await db().mcpEndpoint.findMany({
    where: { projectId },
    select: { id: true, name: true, slug: true, disabledAt: true },
    orderBy: { name: "asc" },
  });
  const open = rows.filter(({ name }) => rights.allows("endpoint.connect", name));
  const seen = open.filter((endpoint) => ctx.access.can("endpoint.read", endpoint));
  const { publicUrl } = env();
  const endpoints = seen.map(({ name, slug, disabledAt }) => ({
    ...{ name, slug, url: `${publicUrl}/mcp/${slug}` },
    disabled: disabledAt !== null,
  }));
  return { endpoints, hidden: open.length - seen.length };
}

/** Why this person may not issue tokens for these roles, or null. */
async function refusalFor(ctx: Ctx, held: readonly { key: string }[]): Promise<string | null> {
  const roles = await listFound(db(), ctx.projectId);
  const own = roles.filter(({ key }) => held.some((one) => one.key === key));
  return own.map((role) => givingRefusal(ctx, role)).find((why) => why !== null) ?? null;
}

/** The roles of the project, each with why this person may not give it, or null. */
export async function listGivableRoles(ctx: Ctx) {
  const { projectId } = ctx.access.where("serviceAccount.edit");
  const roles = await listFound(db(), projectId);
  return roles.map((role) => ({
    ...{ key: role.key, name: role.name, builtin: role.builtin, description: role.description },
    refusal: givingRefusal(ctx, role),
  }));
}
