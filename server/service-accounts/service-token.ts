import { randomToken } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";

// In: the token of a program. Out: whose it is. Promises one prepared query by its SHA-256 (security: T23), and that what
// was revoked, has ended or is switched off is as unknown as what never was.

/** By it, people and scanners of secrets see what a found string is, and the data plane where to look for it. */
const prefix = "gatehouse_sa_";

export function newServiceToken(): string {
  return `${prefix}${randomToken()}`;
}

export function isServiceToken(token: string): boolean {
  return token.startsWith(prefix);
}

const sql = `
  SELECT t."tokenHash", t.id AS "tokenId", a.id AS "accountId", a.name, a."projectId",
    ARRAY(SELECT r.role FROM "ServiceAccountRole" r WHERE r."accountId" = a.id) AS roles,
    ceil(extract(epoch FROM t."expiresAt" - now()) * 1000)::float8 AS "leftMs"
  FROM "ServiceAccountToken" t
  JOIN "ServiceAccount" a ON a.id = t."accountId" AND a."disabledAt" IS NULL
  WHERE t."tokenHash" = $1 AND t."revokedAt" IS NULL AND t."expiresAt" > now()`;

export type TokenHolder = {
  tokenHash: string;
  tokenId: string;
  accountId: string;
  name: string;
  projectId: string;
  /** Keys, as the data plane asks for rights. */
  roles: string[];
  /** Until it ends, by the clock of the database (security: T102). */
  leftMs: number;
};

/** The account behind a token, by the token's SHA-256; null when there is none now. */
export async function findTokenHolder(tokenHash: string): Promise<TokenHolder | null> {
  const query = { name: "service-token", text: sql, values: [tokenHash] };
  const { rows } = await pool().query<TokenHolder>(query);
  return rows[0] ?? null;
}
