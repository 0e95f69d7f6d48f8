// In: who asks. Out: nothing, or `rate_limited`. Promises that nobody fills the table of clients (security: T14, §4.10).
import { AppError } from "@/server/core/errors";
import { sha256 } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { purgeUnusedClients } from "@/server/oauth/purge";

const hour = 3_600_000;

const registrations: Limit = { name: "oauth.register", points: 20, seconds: 3_600 };
const tokens: Limit = { name: "oauth.token", points: 60, seconds: 60 };

/** Clients that registered and that nobody ever allowed anything. */
export const mostUnusedClients = 1_000;

/** 20 registrations an hour and address; 1,000 unused clients in all. */
export async function limitRegistration(ip: string | null): Promise<void> {
  await takePoint(registrations, ip ?? "unknown");
  if ((await countUnused()) < mostUnusedClients) return;
  // Under a flood, those that did not continue within an hour make room.
  await purgeUnusedClients(new Date(Date.now() - hour));
  if ((await countUnused()) < mostUnusedClients) return;
  throw new AppError("rate_limited", "Too many clients have registered. Try again later.", {
    retryAfter: 3_600,
  });
}

async function countUnused(): Promise<number> {
  const { rows } = await pool().query<{ count: string }>(
    `SELECT count(*) FROM (
       SELECT 1 FROM "OAuthClient" c
       WHERE c.kind = 'registered' AND NOT EXISTS (SELECT 1 FROM "OAuthGrant" g WHERE g."clientRowId" = c.id)
       LIMIT ${mostUnusedClients}
     ) unused`,
  );
  return Number(rows[0]?.count ?? 0);
}

/** 60 token requests a minute, client and address. */
export async function limitToken(
  headers: Headers,
  params: URLSearchParams,
  ip: string | null,
): Promise<void> {
  const client = params.get("client_id") ?? headers.get("authorization") ?? "";
  // Hashed: the header may carry the client's secret.
  await takePoint(tokens, `${ip ?? "unknown"} ${sha256(client)}`);
}
