import { type Author, record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { transaction } from "@/server/infra/db";
import { shelves } from "@/server/infra/key-shelves";
import type { Ring } from "@/server/infra/keys";

export type GivenUp = { dataKeys: number; secrets: number };

/** Throws `bad_request` for a key that is configured: nothing of it is lost. */
export function requireLost(own: Ring, keyId: string): void {
  if (own.byId.has(keyId))
    throw new AppError(
      "bad_request",
      `The key ${keyId} is in ENCRYPTION_KEYS. To replace it, put a new key before it and rotate; only a lost key is given up.`,
    );
}

/**
 * Deletes what only a lost key could open, so that it can be entered again: credentials of the projects concerned become
 * unreadable for good, and clients that registered with a secret have to register anew. Throws as `requireLost`, and
 * `not_found` when nothing needs the key.
 */
export async function giveUpKey(own: Ring, keyId: string, author: Author): Promise<GivenUp> {
  requireLost(own, keyId);
  return transaction(async (tx) => {
    const gone: GivenUp = { dataKeys: 0, secrets: 0 };
    for (const { holds, table, keyId: expression, where } of shelves) {
      const sql = `DELETE FROM ${table} t WHERE ${where} AND ${expression} = $1`;
      gone[holds] += await tx.$executeRawUnsafe(sql, keyId);
    }
    if (gone.dataKeys + gone.secrets === 0)
      throw new AppError("not_found", `Nothing is sealed with a key named ${keyId}.`);
    await record(tx, author, {
      action: "encryption.key_given_up",
      projectId: null,
      subject: { type: "encryption_key", id: null, name: keyId },
      before: gone,
    });
    return gone;
  });
}
