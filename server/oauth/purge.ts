// In: the time. Out: expired artefacts and unused clients deleted. Promises to keep what a refused replay is recognised by.
import { pool } from "@/server/infra/pg";

const day = 86_400_000;

const clientsSql = `
  DELETE FROM "OAuthClient" c
  WHERE c.kind = 'registered' AND c."createdAt" < $1
    AND NOT EXISTS (SELECT 1 FROM "OAuthGrant" g WHERE g."clientRowId" = c.id)`;

/** Deletes clients registered before `before` that nobody ever allowed anything. Returns their number. */
export async function purgeUnusedClients(before: Date): Promise<number> {
  const { rowCount } = await pool().query(clientsSql, [before]);
  return rowCount ?? 0;
}

/** To be called every hour: deletes clients unused for a day, and artefacts a day past their end. */
export async function purgeOAuth(now: Date): Promise<{ artefacts: number; clients: number }> {
  const before = new Date(now.getTime() - day);
  // A day beyond expiry: what is used late until then is answered by name, and its family revoked.
  const { rowCount } = await pool().query(`DELETE FROM "OAuthArtefact" WHERE "expiresAt" < $1`, [
    before,
  ]);
  return { artefacts: rowCount ?? 0, clients: await purgeUnusedClients(before) };
}
