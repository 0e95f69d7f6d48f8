import type pg from "pg";
import type { ChainHead } from "@/server/activity/proof/chain";
import type { CheckpointRow } from "@/server/activity/proof/checkpoint-row";
import { appendCheckpoint } from "@/server/activity/proof/checkpoints";
import { chainKey } from "@/server/activity/proof/key";
import { type Head, macOf, type Place, placed } from "@/server/activity/proof/link";
import { bothKinds, type EitherRow, textOf } from "@/server/activity/proof/stored";
import { boundsOf } from "@/server/activity/proof/verify-place";
import { env } from "@/server/infra/env";
import { pool, unhurried } from "@/server/infra/pg";

// A process that is killed leaves up to a minute of rows that no checkpoint covers. Another one does it in its stead, as
// far as they are as they were written: from then on their removal would show.

/** Milliseconds after which its own process would have noted a row. */
const quietMs = 3 * 60_000;
/** Longer than from one search for them to the next. */
const reachMs = 12 * 60_000;
/** Of these the last word of a process that died in that time is one. */
const newestCheckpoints = 5_000;
const pageSize = 2_000;
/** A first row hangs on nothing. */
const none: Head = { seq: 0, mac: "" };

type Chain = Place & { writer: string };
/** `seq` is the number of its last row. */
type Tail = Chain & { seq: number };

/**
 * Adds a checkpoint of the ends of chains that stopped in the last minutes before `until` and that none covers. Returns
 * how many rows it covers now. Throws what the database says.
 */
export async function anchorTails(until: Date, now: Date): Promise<number> {
  const since = new Date(until.getTime() - reachMs - env().UPSTREAM_TOTAL_MS);
  const quiet = new Date(now.getTime() - quietMs);
  const found = await unhurried((client) => findHeads(client, since, quiet));
  const heads = found.map(({ head }) => head);
  if (heads.length > 0) await appendCheckpoint({ kind: "heads", heads }, now);
  return found.reduce((sum, { rows }) => sum + rows, 0);
}

type Client = Pick<pg.ClientBase, "query">;
type Found = { head: ChainHead; rows: number };

async function findHeads(client: Client, since: Date, quiet: Date): Promise<Found[]> {
  const tails = await tailsOf(client, since, quiet);
  if (tails.length === 0) return [];
  const noted = await notedHeads(client);
  const { key } = await chainKey();
  const found: Found[] = [];
  for (const { seq, ...chain } of tails) {
    const from = noted.get(nameOf(chain)) ?? none;
    if (from.seq >= seq) continue;
    const head = await follow(client, key, chain, from, since);
    if (head.seq > from.seq) found.push({ head: { ...chain, ...head }, rows: head.seq - from.seq });
  }
  return found;
}

/** When the last call before a moment began; null when there was none. One step in the index for each project. */
export async function lastCallBefore(moment: Date): Promise<Date | null> {
  const { rows } = await pool().query<{ at: Date | null }>(
    `SELECT max(last.at) AS at FROM "Project" p CROSS JOIN LATERAL (SELECT "startedAt" AS at FROM "ActivityStart" s
       WHERE s."projectId" = p.id AND s."startedAt" < $1 ORDER BY s."startedAt" DESC LIMIT 1) last`,
    [moment],
  );
  return rows[0]?.at ?? null;
}

const nameOf = ({ writer, projectId, month }: Chain) => `${writer}/${projectId}/${month}`;

/** Chains with rows since then, of which none is new. */
async function tailsOf(client: Client, since: Date, quiet: Date): Promise<Tail[]> {
  const rowsOf = (table: string) =>
    `SELECT writer, "projectId", seq, "startedAt" FROM "${table}" WHERE "startedAt" > $1 AND mac IS NOT NULL`;
  const { rows } = await client.query<Tail>(
    `SELECT writer, "projectId", to_char("startedAt" AT TIME ZONE 'UTC', 'YYYYMM') AS month, max(seq)::float8 AS seq
     FROM (${rowsOf("ActivityStart")} UNION ALL ${rowsOf("ActivityLog")}) r
     GROUP BY 1, 2, 3 HAVING max("startedAt") < $2`,
    [since, quiet],
  );
  return rows;
}

/** How far chains have come by the newest checkpoints. A forged one proves nothing: no row hangs on its mac. */
async function notedHeads(client: Client): Promise<Map<string, Head>> {
  const { rows } = await client.query<Pick<CheckpointRow, "body">>(
    `SELECT body FROM "ActivityCheckpoint" ORDER BY number DESC LIMIT ${newestCheckpoints}`,
  );
  const heads = new Map<string, Head>();
  for (const { body } of rows)
    for (const head of headsIn(body)) {
      const name = nameOf(head);
      if ((heads.get(name)?.seq ?? 0) < head.seq) heads.set(name, head);
    }
  return heads;
}

/** What insertCheckpoint wrote; of something else, nothing. */
function headsIn(body: string): ChainHead[] {
  try {
    const { heads } = JSON.parse(body);
    return Array.isArray(heads) ? heads : [];
  } catch {
    return [];
  }
}

/** The last row that hangs, by others, on `from`. */
async function follow(
  client: Client,
  key: Buffer,
  chain: Chain,
  from: Head,
  since: Date,
): Promise<Head> {
  let head = from;
  for (;;) {
    const rows = await rowsAfter(client, chain, head.seq, since);
    for (const row of rows) {
      const text = placed(textOf(row), row.writer, row.seq, row.payloadHash);
      const isNext = row.seq === head.seq + 1;
      if (!isNext || macOf(key, head.mac, row.kind, text) !== row.mac) return head;
      head = { seq: row.seq, mac: row.mac };
    }
    if (rows.length < pageSize) return head;
  }
}

const rowsOfChain = bothKinds(
  `s."projectId" = $1 AND s.writer = $2 AND s.seq > $3 AND s."startedAt" > $4 AND s."startedAt" >= $5 AND s."startedAt" < $6`,
);

async function rowsAfter(
  client: Client,
  { projectId, writer, month }: Chain,
  seq: number,
  since: Date,
): Promise<EitherRow[]> {
  const { rows } = await client.query<EitherRow>(`${rowsOfChain} ORDER BY seq LIMIT ${pageSize}`, [
    projectId,
    writer,
    seq,
    since,
    ...boundsOf(month),
  ]);
  return rows;
}
