// In: calls that have ended long enough ago. Out: their digest. Promises never to stand in a call's way: it reads beside
// them, in pieces, and one process of all at a time.
import { setImmediate as breath } from "node:timers/promises";
import type pg from "pg";
import { type FacetRow, Facets } from "@/server/activity/digest/facets";
import { Bits, blockCount, perBlock } from "@/server/activity/digest/grams";
import { errorText, rowText } from "@/server/activity/filter";
import { leastId } from "@/server/activity/rows";
import { env } from "@/server/infra/env";
import { unhurried } from "@/server/infra/pg";

const perDigest = perBlock * blockCount;
/** Fewer are looked through as fast as their digest is read. */
const fewest = 4_096;

/** Beyond the longest call, for its rows to be written and clocks to differ. */
const graceMs = 15 * 60_000;

type Stretch = { projectId: string; from: string; to: string };

/** Digests of one round: more calls than come in meanwhile, and not all of the time. */
const perRound = 10;

export async function digestMore(now: Date): Promise<void> {
  for (let made = 0; made < perRound; made++) if (!(await digestNext(now))) return;
}

/**
 * Makes the next digest: of a month's calls that have none, the oldest. Returns whether there was one to make; false also while
 * another process is at it.
 */
export function digestNext(now: Date): Promise<boolean> {
  return unhurried(async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtext('gatehouse.activity.digest')) AS mine`,
    );
    if (!rows[0]?.mine) return false;
    // Little is known of rows that came since the last ANALYZE: read by the key all the same, or each piece reads them all.
    await client.query("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off");
    await forgetDropped(client);
    const until = new Date(now.getTime() - env().UPSTREAM_TOTAL_MS - graceMs);
    for (const month of await monthsOf(client)) {
      const stretch = await nextStretch(client, month, until);
      if (!stretch) continue;
      await digest(client, stretch);
      return true;
    }
    return false;
  }, "REPEATABLE READ");
}

/** What was made of calls or payloads that are gone tells of them, so it goes too. */
async function forgetDropped(client: pg.Client): Promise<void> {
  const leaf = (base: string) =>
    `to_regclass(format('%I', '${base}_' || to_char("from" AT TIME ZONE 'UTC', 'YYYYMM') || '_' || replace("projectId"::text, '-', '')))`;
  await client.query(`DELETE FROM "ActivityDigest" WHERE ${leaf("ActivityLog")} IS NULL`);
  await client.query(`UPDATE "ActivityDigest" SET "bodies" = NULL
    WHERE "bodies" IS NOT NULL AND ${leaf("ActivityPayload")} IS NULL`);
}

type Month = { projectId: string; begin: Date; end: Date; digested: string };

/** Every project's months, the newest first, and how far each is digested. */
async function monthsOf(client: pg.Client): Promise<Month[]> {
  const { rows } =
    await client.query<Month>(`SELECT m.*, coalesce((SELECT max(d."to") FROM "ActivityDigest" d
      WHERE d."projectId" = m."projectId" AND d."from" >= m.begin AND d."from" < m."end"), m.begin)::text AS digested
    FROM (SELECT right(relname, 32)::uuid AS "projectId", to_timestamp(substr(relname, 13, 6) || '+00', 'YYYYMMTZH') AS begin,
        to_timestamp(substr(relname, 13, 6) || '+00', 'YYYYMMTZH') + interval '1 month' AS "end"
      FROM pg_class WHERE relkind = 'r' AND relname ~ '^ActivityLog_[0-9]{6}_[0-9a-f]{32}$'
        AND pg_table_is_visible(oid)) m
    ORDER BY m.begin DESC`);
  return rows;
}

/**
 * The next calls of a month, as many as a digest tells apart; fewer at its end; null where there are not enough. None of
 * them still runs: whoever waits for an outcome is waited for.
 */
async function nextStretch(client: pg.Client, month: Month, until: Date): Promise<Stretch | null> {
  const isOver = month.end <= until;
  const [begin, end] = [month.digested, isOver ? month.end : until];
  const { rows } = await client.query<{ count: number; to: string }>(
    `SELECT count(*)::int AS count, (max("startedAt") + interval '1 microsecond')::text AS "to" FROM (
       SELECT "startedAt" FROM "ActivityLog" WHERE "projectId" = $1 AND "startedAt" >= $2::timestamptz
         AND "startedAt" < $3 ORDER BY "startedAt", "id" LIMIT $4) next`,
    [month.projectId, begin, end, perDigest],
  );
  const { count = 0, to = "" } = rows[0] ?? {};
  const isEnough = count === perDigest || (isOver && count >= fewest);
  if (!isEnough || (await isAnyOpen(client, month.projectId, begin, to))) return null;
  return { projectId: month.projectId, from: begin, to };
}

async function isAnyOpen(client: pg.Client, projectId: string, from: string, to: string) {
  const { rowCount } = await client.query(
    `SELECT 1 FROM "ActivityStart" s WHERE s."projectId" = $1 AND s."startedAt" >= $2::timestamptz AND s."startedAt" < $3::timestamptz
       AND NOT EXISTS (SELECT 1 FROM "ActivityLog" l
         WHERE l."projectId" = $1 AND l."startedAt" >= $2::timestamptz AND l."startedAt" < $3::timestamptz AND l."startedAt" = s."startedAt" AND l."id" = s."id") LIMIT 1`,
    [projectId, from, to],
  );
  return rowCount !== 0;
}

type Row = FacetRow & {
  at: string;
  id: string;
  micros: string;
  text: string;
  bodies: string | null;
};

const next = `SELECT c."startedAt"::text AS at, c."id", (extract(epoch FROM c."startedAt") * 1000000)::bigint::text AS micros,
    c."userId", c."toolName", c."clientName", c."serverId", c."endpointId", c."method", c."outcome", c."durationMs",
    coalesce(c."redactions" <> '[]'::jsonb, false) AS "isRedacted",
    concat_ws(E'\\n', ${rowText}, concat_ws(' ', ${errorText})) AS text,
    (SELECT string_agg(p."body", E'\\n') FROM "ActivityPayload" p WHERE p."projectId" = $1 AND p."startedAt" = c."startedAt"
      AND p."startedAt" >= $2::timestamptz AND p."startedAt" < $4::timestamptz AND p."callId" = c."id") AS bodies
  FROM "ActivityLog" c WHERE c."projectId" = $1 AND c."startedAt" >= $2::timestamptz
    AND (c."startedAt" > $2::timestamptz OR c."id" > $3::uuid) AND c."startedAt" < $4::timestamptz
  ORDER BY c."startedAt", c."id" LIMIT ${perBlock}`;

async function digest(client: pg.Client, { projectId, from, to }: Stretch): Promise<void> {
  const made = new Digest();
  let after = [from, leastId];
  for (;;) {
    const { rows } = await client.query<Row>(next, [projectId, ...after, to]);
    for (const row of rows) made.add(row);
    const last = rows.at(-1);
    if (!last || rows.length < perBlock) break;
    after = [last.at, last.id];
    await breath();
  }
  made.end();
  await client.query(
    `INSERT INTO "ActivityDigest" ("projectId", "from", "to", "calls", "blocks", "firsts", "facets", "names", "bodies")
     VALUES ($1, $2::timestamptz, $3::timestamptz, $4, $5, $6, $7, $8, $9)`,
    [
      ...[projectId, from, to, made.calls, made.begins, made.firsts],
      ...[made.facets.bytes, made.names.bytes, made.bodies.bytes],
    ],
  );
}

class Digest {
  readonly names = new Bits();
  readonly bodies = new Bits();
  readonly facets = new Facets();
  /** The number of each block's first call. */
  readonly firsts: number[] = [];
  calls = 0;
  private readonly moments: bigint[] = [];

  add(row: Row): void {
    const { text, bodies } = row;
    const at = BigInt(row.micros);
    const { moments } = this;
    // A block begins with a new moment: calls of the same one are never apart.
    const isFull = this.calls >= moments.length * perBlock && moments.length < blockCount;
    if (isFull && at !== moments.at(-1)) {
      this.end();
      moments.push(at);
      this.firsts.push(this.calls);
    }
    this.calls++;
    this.facets.add(row);
    this.names.add(text);
    if (bodies) this.bodies.add(bodies);
  }

  /** The block that is under way is whole. */
  end(): void {
    if (this.moments.length === 0) return;
    this.names.end(this.moments.length - 1);
    this.bodies.end(this.moments.length - 1);
  }

  /** When each block begins. */
  get begins(): Buffer {
    const bytes = Buffer.alloc(this.moments.length * 8);
    for (const [index, at] of this.moments.entries()) bytes.writeBigInt64BE(at, index * 8);
    return bytes;
  }
}
