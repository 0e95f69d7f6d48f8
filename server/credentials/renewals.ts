import { setTimeout as pause } from "node:timers/promises";
import { credentialBinding } from "@/server/credentials/binding";
import { type HeldCredential, heldColumns, readHeld } from "@/server/credentials/held";
import type { Means, RenewServer } from "@/server/credentials/means";
import { writePair } from "@/server/credentials/pair";
import { notConnected } from "@/server/credentials/required";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";
import { sealForProject } from "@/server/infra/seal";
import { revokeTokens } from "@/server/upstream/oauth/revoke";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

// The steps of a renewal that must be durable. The database's clock decides all of them.

const claimStatement = `UPDATE "ServerCredential" c SET "refreshingUntil" = now() + interval '15 seconds'
  FROM (SELECT id, "refreshingUntil" FROM "ServerCredential" WHERE id = $1 FOR NO KEY UPDATE) before
  WHERE c.id = before.id AND c.revision = $2 AND c."needsSignInSince" IS NULL
    AND (c."refreshingUntil" IS NULL OR c."refreshingUntil" <= now())
    AND (c."refreshNotBefore" IS NULL OR c."refreshNotBefore" <= now())
  RETURNING before."refreshingUntil" IS NOT NULL AS "wasCutOff"`;

/** The right to ask the service with this refresh token, for 15 s; null when another has it, or it was used already. */
export async function claim({
  id,
  revision,
}: HeldCredential): Promise<{ wasCutOff: boolean } | null> {
  const values = [id, revision];
  const { rows } = await pool().query<{ wasCutOff: boolean }>(claimStatement, values);
  return rows[0] ?? null;
}

const keepStatement = `WITH c AS (
  UPDATE "ServerCredential" SET sealed = $3, revision = revision + 1, scopes = $4, renewable = $5,
    "expiresAt" = now() + make_interval(secs => $6), account = coalesce($7, account), "refreshedAt" = now(),
    "refreshingUntil" = NULL, "refreshNotBefore" = NULL, "refreshFailures" = 0,
    "needsSignInSince" = NULL, "statusReason" = NULL, "updatedAt" = now()
  WHERE id = $1 AND revision = $2 RETURNING *)
  SELECT ${heldColumns} FROM c JOIN "McpServer" s ON s.id = c."serverId"`;

type Renewed = { seen: HeldCredential; tokens: TokenSet; means: Means; now: Date };

/** Keeps new tokens. When the credential was taken away meanwhile, they are given back to the service. */
export async function keepRenewed(server: RenewServer, renewed: Renewed): Promise<HeldCredential> {
  const { seen, tokens, means, now } = renewed;
  // None when it was stored by an earlier try whose answer was lost, or the credential is another by now.
  const kept =
    (await insist(() => store(server, seen, tokens, now))) ??
    (await readHeld(seen.serverId, seen.userId));
  if (kept) return kept;
  await revokeTokens({ server: means.server, client: means.client, tokens });
  throw notConnected(seen.userId === null ? "shared" : "personal");
}

async function store(
  server: RenewServer,
  seen: HeldCredential,
  tokens: TokenSet,
  now: Date,
): Promise<HeldCredential | null> {
  const sealed = await sealForProject(
    server.projectId,
    writePair(tokens),
    credentialBinding(server, seen),
  );
  const { refreshToken, expiresAt, scopes, account } = tokens;
  const seconds = expiresAt && (expiresAt.getTime() - now.getTime()) / 1000;
  const isRenewable = refreshToken !== null;
  const values = [
    ...[seen.id, seen.revision, sealed, scopes ?? seen.scopes, isRenewable],
    ...[seconds, account],
  ];
  const { rows } = await pool().query<Omit<HeldCredential, "readAt">>(keepStatement, values);
  return rows[0] ? { ...rows[0], readAt: performance.now() } : null;
}

/** Milliseconds before each further try: what the service has rotated is lost unless it is stored. */
const pauses = [100, 500, 1_500];

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (const ms of pauses) {
    try {
      return await work();
    } catch (error) {
      log().error({ err: error }, "renewed tokens could not be stored; trying again");
      await pause(ms);
    }
  }
  return work();
}

// A refresh that may have arrived is left looking like one that was cut off, so that a refusal of the next can say so.
const postponeStatement = `UPDATE "ServerCredential" SET "refreshFailures" = "refreshFailures" + 1,
    "refreshNotBefore" = now() + make_interval(secs => greatest($3, least(300, 2 ^ least("refreshFailures" + 1, 9)))),
    "refreshingUntil" = CASE WHEN $4 THEN now() END
  WHERE id = $1 AND revision = $2`;

/** Lets a service that failed alone for 2 s, then 4, up to five minutes, or as long as it said. */
export async function postpone(
  { id, revision }: HeldCredential,
  retryAfter: number | null,
  mayBeSpent: boolean,
): Promise<void> {
  const least = Math.min(retryAfter ?? 0, 300);
  await pool().query(postponeStatement, [id, revision, least, mayBeSpent]);
}
