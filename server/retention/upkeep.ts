import { db } from "@/server/infra/db";
import { log } from "@/server/infra/log";
import { pool } from "@/server/infra/pg";
import { dropExpired } from "@/server/retention/drop";

/** The round of every hour. Safe from several replicas at once: one does it. */
export async function upkeepRetention(now: Date): Promise<void> {
  if ((await db().activityPolicy.count()) === 0) return;
  const { state, dropped, failed } = await dropExpired(await notAhead(now));
  if (state === "not_owner" && (await isAnythingAsked()))
    log().warn(
      "calls are past the period they are kept for, or will be, but DATABASE_URL is a role that may not drop tables: set MAINTENANCE_DATABASE_URL",
    );
  if (dropped.length + failed > 0)
    log().info(
      { dropped: dropped.map(({ name }) => name), failed },
      "months of the record dropped",
    );
}

async function isAnythingAsked(): Promise<boolean> {
  const asked = { OR: [{ keepDays: { not: null } }, { keepPayloadDays: { not: null } }] };
  return (await db().activityPolicy.count({ where: asked })) > 0;
}

/** A machine whose clock runs ahead must not drop early: the database's counts too (security: T102). */
async function notAhead(now: Date): Promise<Date> {
  const { rows } = await pool().query<{ now: Date }>("SELECT now() AS now");
  const there = rows[0]?.now ?? now;
  return there < now ? there : now;
}
