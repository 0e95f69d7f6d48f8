// In: a refused token request. Out: its code made useless. Promises that a code presented wrongly once, by the wrong
// client, address or verifier, is never redeemed (security: T06).
import { sha256 } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";

const sql = `
  UPDATE "OAuthArtefact" SET "consumedAt" = now()
  WHERE "idHash" = $1 AND kind = 'AuthorizationCode' AND "consumedAt" IS NULL`;

export async function burnCode(params: URLSearchParams, answer: { error?: string }): Promise<void> {
  const code = params.get("code");
  const refused = answer.error === "invalid_grant" || answer.error === "invalid_target";
  if (refused && code && params.get("grant_type") === "authorization_code") {
    await pool().query(sql, [sha256(code)]);
  }
}
