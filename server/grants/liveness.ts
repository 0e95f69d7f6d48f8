import { permissionsOf } from "@/server/access/builtin-roles";
import { pool } from "@/server/infra/pg";

const sql = `
  SELECT m.role FROM "OAuthGrant" g
  JOIN "User" u ON u.id = g."userId" AND u."disabledAt" IS NULL
  JOIN "McpEndpoint" e ON e.id = g."endpointId"
  JOIN "Membership" m ON m."projectId" = e."projectId" AND m."userId" = u.id
    AND (m."expiresAt" IS NULL OR m."expiresAt" > now())
  WHERE g."grantKey" = $1 AND g."userId" = $2 AND g."revokedAt" IS NULL AND g."expiresAt" > now()`;

/** Whether a grant may still be used: not ended, its person active and still permitted to connect. */
export async function isGrantLive(grantKey: string, userId: string): Promise<boolean> {
  const { rows } = await pool().query<{ role: string }>(sql, [grantKey, userId]);
  return rows.some(({ role }) => permissionsOf(role).has("endpoint.connect"));
}
