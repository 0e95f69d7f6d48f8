import { LRUCache } from "lru-cache";
import { shared } from "@/server/core/shared";
import type { Principal } from "@/server/grants/principal";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";

const everySeconds = 60;

const sqlFor = (table: string) => `
  UPDATE "${table}" SET "lastUsedAt" = $2
  WHERE id = $1 AND ("lastUsedAt" IS NULL OR "lastUsedAt" < $2::timestamptz - make_interval(secs => ${everySeconds}))`;

const queries = {
  person: { name: "touch-grant", text: sqlFor("OAuthGrant") },
  machine: { name: "touch-service-token", text: sqlFor("ServiceAccountToken") },
};

/** Notes that a grant or a token is in use, at most once a minute, without anybody waiting for it. */
export function touchGrant(
  { kind, grantId }: Pick<Principal, "kind" | "grantId">,
  now: Date,
): void {
  const touched = shared(
    "grants.touched",
    () => new LRUCache<string, true>({ max: 50_000, ttl: everySeconds * 1000 }),
  );
  if (touched.has(grantId)) return;
  touched.set(grantId, true);
  pool()
    .query({ ...queries[kind], values: [grantId, now] })
    .catch((error: unknown) => {
      touched.delete(grantId);
      log().warn({ err: error, grantId }, "could not note the use of a grant");
    });
}
