import { pool } from "@/server/infra/pg";
import { findRights } from "@/server/roles/rights";

const sql = `
  SELECT e."projectId", e.name, array_agg(r.role) AS roles FROM "OAuthGrant" g
  JOIN "User" u ON u.id = g."userId" AND u."disabledAt" IS NULL
  JOIN "McpEndpoint" e ON e.id = g."endpointId"
  JOIN "Membership" m ON m."projectId" = e."projectId" AND m."userId" = u.id
  JOIN "MembershipRole" r ON r."membershipId" = m.id AND (r."expiresAt" IS NULL OR r."expiresAt" > now())
  WHERE g."grantKey" = $1 AND g."userId" = $2 AND g."revokedAt" IS NULL AND g."expiresAt" > now()
  GROUP BY e.id`;

type Row = { projectId: string; name: string; roles: string[] };

/** Whether a grant may still be used: not ended, its person active and still permitted to connect to its endpoint. */
export async function isGrantLive(grantKey: string, userId: string): Promise<boolean> {
  const { rows } = await pool().query<Row>(sql, [grantKey, userId]);
  const [row] = rows;
  if (!row) return false;
  const rights = await findRights(row.projectId, row.roles);
  return rights.allows("endpoint.connect", row.name);
}
