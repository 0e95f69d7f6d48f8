import { Access, type Ctx, notFound } from "@/server/access/access";
import type { Actor } from "@/server/core/context";
import type { CredentialMode } from "@/server/credentials/schema";
import type { Tx } from "@/server/infra/db";
import { inForce, isMember } from "@/server/projects/membership";
import { findRights } from "@/server/roles/rights";

/** A server as signing in to it needs to know it. */
export type ConnectableServer = {
  id: string;
  projectId: string;
  slug: string;
  name: string;
  url: string;
  authMethod: string;
  headerName: string | null;
  credentialMode: string;
  disabledAt: Date | null;
};

const columns = {
  id: true,
  projectId: true,
  slug: true,
  name: true,
  url: true,
  authMethod: true,
  headerName: true,
  credentialMode: true,
  disabledAt: true,
  endpoints: {
    where: { endpoint: { disabledAt: null } },
    select: { endpoint: { select: { name: true } } },
  },
} as const;

/**
 * The server, for a person who may have an account of their own there: who reaches it through an endpoint, or may change
 * it. For everyone else `not_found`, as for a server that is not there.
 */
export async function requireConnectable(
  tx: Tx,
  userId: string,
  serverId: string,
  now: Date,
): Promise<ConnectableServer> {
  return (await requireSignable(tx, userId, { server: serverId, mode: "personal" }, now)).server;
}

type Act = { server: string; mode: CredentialMode };

/**
 * The server whose shared or personal account this person may connect, and what else they may do in its project. Throws
 * `not_found`, and `forbidden` for the shared account of a server they see and may not change.
 */
export async function requireSignable(
  tx: Tx,
  userId: string,
  act: Act,
  now: Date,
): Promise<{ server: ConnectableServer; access: Access }> {
  const row = await tx.mcpServer.findUnique({ where: { id: act.server }, select: columns });
  const access = row && (await findAccess(tx, userId, row.projectId, now));
  if (!row || !access) throw notFound("server");
  const { endpoints, ...server } = row;
  if (access.can("server.edit")) return { server, access };
  if (act.mode === "shared" && access.can("server.read")) access.require("server.edit");
  const isReached =
    server.credentialMode === "personal" &&
    server.disabledAt === null &&
    endpoints.some(({ endpoint }) => access.can("endpoint.connect", endpoint));
  if (act.mode === "shared" || !isReached) throw notFound("server");
  return { server, access };
}

/** The person in the project of the server they connect: what the verbs of servers want. */
export function ctxIn(actor: Actor, access: Access): Ctx {
  return { ...actor, projectId: access.projectId, access };
}

async function findAccess(
  tx: Tx,
  userId: string,
  projectId: string,
  now: Date,
): Promise<Access | null> {
  const row = await tx.membership.findFirst({
    where: { projectId, userId, ...isMember(now) },
    select: { roles: { where: inForce(now), select: { role: true } } },
  });
  if (!row) return null;
  const keys = row.roles.map(({ role }) => role);
  return new Access(projectId, await findRights(projectId, keys));
}
