import { type Ctx, notFound } from "@/server/access/access";
import type { Tx } from "@/server/infra/db";
import { roleName } from "@/server/roles/names";

export type FoundAccount = {
  id: string;
  name: string;
  description: string;
  disabledAt: Date | null;
  roles: { key: string; name: string }[];
};

export const roleSelect = {
  select: { role: true, custom: { select: { name: true } } },
  orderBy: { id: "asc" },
} as const;

type StoredRole = { role: string; custom: { name: string } | null };

export function toRoles(rows: readonly StoredRole[]): FoundAccount["roles"] {
  return rows.map((row) => ({ key: row.role, name: roleName(row) }));
}

/** An account of the project, which nobody else changes until the transaction ends. */
export async function lockAccount(tx: Tx, { projectId }: Ctx, id: string): Promise<FoundAccount> {
  await tx.$queryRaw`SELECT 1 FROM "ServiceAccount"
    WHERE "id" = ${id}::uuid AND "projectId" = ${projectId}::uuid FOR UPDATE`;
  const row = await tx.serviceAccount.findFirst({
    where: { id, projectId },
    select: { id: true, name: true, description: true, disabledAt: true, roles: roleSelect },
  });
  if (!row) throw notFound("service account");
  return { ...row, roles: toRoles(row.roles) };
}
