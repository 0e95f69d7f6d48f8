// In: the provider's artefacts (codes, tokens, interactions, grants). Out: rows of OAuthArtefact, and back. Promises that
// a row never holds what its holder presents, and that using something up is one conditional UPDATE.
import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import { sha256 } from "@/server/core/ids";
import { recordTokens, type TokenFacts } from "@/server/grants/record-tokens";
import { transaction } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { pool } from "@/server/infra/pg";
import { endGrant, serverAuthor } from "@/server/oauth/end-grant";

/** Seconds in which the immediate predecessor of a refresh token still works: clients refresh from several processes. */
export const graceSeconds = 30;

/** How often a predecessor may be used within the grace. */
const mostReuses = 10;

/** `left`: seconds until it expires, by the clock of the database; null = never. */
type Found = { payload: AdapterPayload; spent: boolean; left: number | null };

// A refresh token is spent when its grace is over, or when a descendant of it was used already.
const findSql = `
  SELECT a.payload, ceil(extract(epoch FROM a."expiresAt" - now()))::int AS left, a."consumedAt" IS NOT NULL AND (
    a.kind <> 'RefreshToken'
    OR a."consumedAt" <= now() - make_interval(secs => ${graceSeconds})
    OR EXISTS (
      SELECT 1 FROM "OAuthArtefact" later
      WHERE later."grantKey" = a."grantKey" AND later.kind = 'RefreshToken' AND later."consumedAt" IS NOT NULL
        AND (later.payload ->> 'rotations')::int > (a.payload ->> 'rotations')::int
    )
  ) AS spent
  FROM "OAuthArtefact" a WHERE a."idHash" = $1 AND a.kind = $2`;

const upsertSql = `
  INSERT INTO "OAuthArtefact" ("idHash", kind, payload, "grantKey", "expiresAt")
  VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))
  ON CONFLICT ("idHash") DO UPDATE SET payload = EXCLUDED.payload, "expiresAt" = EXCLUDED."expiresAt"`;

const consumeSql = `
  UPDATE "OAuthArtefact" SET "consumedAt" = now()
  WHERE "idHash" = $1 AND kind = $2 AND "consumedAt" IS NULL`;

const consumeAgainSql = `
  UPDATE "OAuthArtefact"
  SET payload = jsonb_set(payload, '{reuses}', to_jsonb(COALESCE((payload ->> 'reuses')::int, 0) + 1))
  WHERE "idHash" = $1 AND kind = 'RefreshToken' AND COALESCE((payload ->> 'reuses')::int, 0) < ${mostReuses}
    AND "consumedAt" > now() - make_interval(secs => ${graceSeconds})`;

// An interaction leaves an empty row until it expires, so that its page can say that it was decided.
const finishSql = `
  UPDATE "OAuthArtefact" SET payload = '{}', "consumedAt" = COALESCE("consumedAt", now())
  WHERE "idHash" = $1 AND kind = 'Interaction' AND payload <> '{}'`;

/** Keeps one kind of artefact. */
export class ArtefactAdapter implements Adapter {
  constructor(private readonly kind: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn = 3600): Promise<void> {
    const grantKey = this.kind === "Grant" ? id : (payload.grantId ?? null);
    const values = [sha256(id), this.kind, JSON.stringify(withoutId(payload)), grantKey, expiresIn];
    if (this.kind === "AccessToken" && grantKey !== null)
      return issueToken(values, grantKey, { renewed: isRenewal(payload), seconds: expiresIn });
    await pool().query(upsertSql, values);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const { rows } = await pool().query<Found>(findSql, [sha256(id), this.kind]);
    const [row] = rows;
    if (!row || Object.keys(row.payload).length === 0) return undefined;
    return withId(this.kind, id, row);
  }

  /** Throws `invalid_grant`, without consequences for the family, when somebody else was faster. */
  async consume(id: string): Promise<void> {
    const key = sha256(id);
    const first = await pool().query(consumeSql, [key, this.kind]);
    if (first.rowCount === 1) return;
    const again = this.kind === "RefreshToken" ? await pool().query(consumeAgainSql, [key]) : null;
    if (again?.rowCount !== 1) throw new errors.InvalidGrant("used already");
  }

  async destroy(id: string): Promise<void> {
    if (this.kind === "Grant") return endGrant(id);
    if (this.kind === "Interaction") return finishInteraction(id);
    await pool().query(`DELETE FROM "OAuthArtefact" WHERE "idHash" = $1 AND kind = $2`, [
      sha256(id),
      this.kind,
    ]);
  }

  /** Nothing: ending the grant, which the provider always does beside, removes all of it in one transaction. */
  async revokeByGrantId(): Promise<void> {}

  async findByUid(): Promise<undefined> {}

  async findByUserCode(): Promise<undefined> {}
}

/** No token without its event, and no event without its token. */
async function issueToken(values: unknown[], grantKey: string, given: TokenFacts): Promise<void> {
  await transaction(async (tx) => {
    await tx.$executeRawUnsafe(upsertSql, ...values);
    await recordTokens(tx, serverAuthor(), grantKey, given);
  });
}

/** Grant types that led to a token, the first one first. */
function isRenewal({ gty }: AdapterPayload): boolean {
  return typeof gty === "string" && gty.split(" ").includes("refresh_token");
}

async function finishInteraction(id: string): Promise<void> {
  const { rowCount } = await pool().query(finishSql, [sha256(id)]);
  // Two tabs resuming one interaction would get two codes.
  if (rowCount !== 1) throw new errors.SessionNotFound("this request was answered already");
}

function withoutId(payload: AdapterPayload): Record<string, unknown> {
  // `jti` is the token in clear; `returnTo` repeats the id of an interaction.
  const { jti: _jti, returnTo: _returnTo, ...kept } = payload;
  return kept;
}

function withId(kind: string, id: string, { payload, spent, left }: Found): AdapterPayload {
  return {
    ...atOurClock(payload, left),
    jti: id,
    ...(kind === "Interaction" ? { returnTo: `${env().publicUrl}/oauth/authorize/${id}` } : {}),
    ...(spent ? { consumed: true } : {}),
  };
}

/** The provider compares times with its own clock; the replica that wrote them may have had another (security: T102). */
function atOurClock(payload: AdapterPayload, left: Found["left"]): AdapterPayload {
  if (payload.exp === undefined || left === null) return payload;
  const shift = Math.floor(Date.now() / 1000) + left - payload.exp;
  const { iat, iiat } = payload;
  return {
    ...payload,
    exp: payload.exp + shift,
    ...(iat === undefined ? {} : { iat: iat + shift }),
    ...(iiat === undefined ? {} : { iiat: iiat + shift }),
  };
}

/** The provider's own sessions are never kept: who is signed in is the portal's to say, at every request. */
export class ForgetfulAdapter implements Adapter {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}
