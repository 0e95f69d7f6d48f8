import { type Ctx, notFound } from "@/server/access/access";
import type { ProjectPermission } from "@/server/access/actions";
import type { SealedCredential } from "@/server/credentials/binding";
import type { Tx } from "@/server/infra/db";

/** What checking a server, signing in to it and changing it needs to know. */
export type ServerRow = {
  id: string;
  projectId: string;
  slug: string;
  name: string;
  description: string;
  url: string;
  authMethod: string;
  headerName: string | null;
  credentialMode: string;
  metadataOrigin: string | null;
  status: string;
  disabledAt: Date | null;
  checkedAt: Date | null;
  /** The shared one. */
  credential: SealedCredential | null;
};

const columns = {
  id: true,
  projectId: true,
  slug: true,
  name: true,
  description: true,
  url: true,
  authMethod: true,
  headerName: true,
  credentialMode: true,
  metadataOrigin: true,
  status: true,
  disabledAt: true,
  checkedAt: true,
  credentials: {
    where: { userId: null },
    select: { id: true, version: true, sealed: true, userId: true },
  },
} as const;

/** The tenant wall and the role check in one: a server of another project is as absent as one that never was. */
export async function requireServer(
  tx: Tx,
  ctx: Ctx,
  permission: ProjectPermission,
  id: string,
): Promise<ServerRow> {
  const row = await tx.mcpServer.findFirst({
    where: { ...ctx.access.where(permission), id },
    select: columns,
  });
  if (!row) throw notFound("server");
  const { credentials, ...server } = row;
  return { ...server, credential: credentials[0] ?? null };
}

/** As `requireServer`, and nobody else changes it until the transaction ends. */
export async function lockServer(
  tx: Tx,
  ctx: Ctx,
  permission: ProjectPermission,
  id: string,
): Promise<ServerRow> {
  const { projectId } = ctx.access.where(permission);
  await tx.$queryRaw`SELECT 1 FROM "McpServer" WHERE "id" = ${id}::uuid AND "projectId" = ${projectId}::uuid FOR NO KEY UPDATE`;
  return requireServer(tx, ctx, permission, id);
}
