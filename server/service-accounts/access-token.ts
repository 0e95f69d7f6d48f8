import { type Author, record } from "@/server/audit/record";
import { randomToken, sha256 } from "@/server/core/ids";
import { type Tx, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import type { TokenHolder } from "@/server/service-accounts/service-token";

// In: a token of a service account and an endpoint. Out: an access token for that endpoint alone, and later whose it is.
// Promises that it is kept as its SHA-256, ends after 15 minutes or with the token it was got with, and never renews itself.

const prefix = "gatehouse_at_";

/** The provider never looks for this kind, so what it does with its own tokens it cannot do with these. */
const kind = "ServiceAccess";

/** Seconds. */
const longest = 15 * 60;

export function isServiceAccess(token: string): boolean {
  return token.startsWith(prefix);
}

type Given = { holder: TokenHolder; endpoint: { id: string; name: string } };

type Issued = { token: string; seconds: number };

/** Null when the account or its token has ended meanwhile, or has less than a second left. */
export function issueAccess(
  { holder, endpoint }: Given,
  author: Omit<Author, "userId" | "userName">,
): Promise<Issued | null> {
  const token = `${prefix}${randomToken()}`;
  return transaction(async (tx) => {
    const seconds = await insert(tx, sha256(token), holder.tokenId, endpoint.id);
    if (seconds === null) return null;
    const { accountId: id, name, projectId } = holder;
    await record(
      tx,
      { ...author, userId: null, userName: name },
      {
        ...{ action: "service_account.access_issued", projectId },
        subject: { type: "service_account", id, name },
        after: { endpoint: endpoint.name, lastCharacters: token.slice(-4), seconds },
      },
    );
    return { token, seconds };
  });
}

async function insert(
  tx: Tx,
  idHash: string,
  tokenId: string,
  endpointId: string,
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ seconds: number }[]>`
    INSERT INTO "OAuthArtefact" ("idHash", kind, payload, "expiresAt")
    SELECT ${idHash}, ${kind}, jsonb_build_object('tokenId', t.id, 'endpointId', ${endpointId}::text),
      LEAST(now() + make_interval(secs => ${longest}), t."expiresAt")
    FROM "ServiceAccountToken" t
    JOIN "ServiceAccount" a ON a.id = t."accountId" AND a."disabledAt" IS NULL
    WHERE t.id = ${tokenId}::uuid AND t."revokedAt" IS NULL AND t."expiresAt" > now() + interval '1 second'
    RETURNING floor(extract(epoch FROM "expiresAt" - now()))::int AS seconds`;
  return rows[0]?.seconds ?? null;
}

// `tokenHash` is that of the account's token: what the bus tells when it is revoked.
const sql = `
  SELECT t."tokenHash", t.id AS "tokenId", e.id AS "endpointId", a.id AS "accountId", a.name, a."projectId",
    ARRAY(SELECT r.role FROM "ServiceAccountRole" r WHERE r."accountId" = a.id) AS roles,
    ceil(extract(epoch FROM LEAST(o."expiresAt", t."expiresAt") - now()) * 1000)::float8 AS "leftMs"
  FROM "OAuthArtefact" o
  JOIN "ServiceAccountToken" t ON t.id = (o.payload ->> 'tokenId')::uuid
    AND t."revokedAt" IS NULL AND t."expiresAt" > now()
  JOIN "ServiceAccount" a ON a.id = t."accountId" AND a."disabledAt" IS NULL
  JOIN "McpEndpoint" e ON e.id = (o.payload ->> 'endpointId')::uuid AND e."projectId" = a."projectId"
  WHERE o."idHash" = $1 AND o.kind = '${kind}' AND o."expiresAt" > now()`;

export type AccessHolder = TokenHolder & { endpointId: string };

/** The account behind an access token, by the token's SHA-256; null when there is none now. */
export async function findAccessHolder(idHash: string): Promise<AccessHolder | null> {
  const query = { name: "service-access", text: sql, values: [idHash] };
  const { rows } = await pool().query<AccessHolder>(query);
  return rows[0] ?? null;
}
