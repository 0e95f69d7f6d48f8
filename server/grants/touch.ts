import { LRUCache } from "lru-cache";
import { shared } from "@/server/core/shared";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";

const everySeconds = 60;

const sql = `
  UPDATE "OAuthGrant" SET "lastUsedAt" = $2
  WHERE id = $1 AND ("lastUsedAt" IS NULL OR "lastUsedAt" < $2::timestamptz - make_interval(secs => ${everySeconds}))`;

/** Notes that a grant is in use, at most once a minute, without anybody waiting for it. */
export function touchGrant(grantId: string, now: Date): void {
  const touched = shared(
    "grants.touched",
    () => new LRUCache<string, true>({ max: 50_000, ttl: everySeconds * 1000 }),
  );
  if (touched.has(grantId)) return;
  touched.set(grantId, true);
  pool()
    .query({ name: "touch-grant", text: sql, values: [grantId, now] })
    .catch((error: unknown) => {
      touched.delete(grantId);
      log().warn({ err: error, grantId }, "could not note the use of a grant");
    });
}
