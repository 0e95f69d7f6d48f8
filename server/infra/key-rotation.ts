// In: the ring. Out: everything that opens, sealed with the active key. Promises batches of one transaction each, so that
// a killed run loses nothing and the next goes on, that any number of runs and of serving processes may be at it at once,
// and that what does not open is left exactly as it is.
import type { PoolClient } from "pg";
import { type Shelf, type ShelfRow, shelves } from "@/server/infra/key-shelves";
import type { Ring } from "@/server/infra/keys";
import { pool } from "@/server/infra/pg";

export type Progress = { moved: number; total: number };

// What a process with older settings seals meanwhile is found by another round. Not endlessly: two runs whose active keys
// differ would take turns.
const maxRounds = 5;

type Options = {
  /** Rows of one transaction. */
  batch?: number;
  onProgress?: (progress: Progress) => void;
};

/** Returns how many rows this run has moved. The state is in the rows themselves: there is nothing to clean up. */
export async function rotateKeys(
  ring: Ring,
  { batch = 100, onProgress = () => {} }: Options = {},
): Promise<number> {
  const total = await countOutside(ring);
  const run: Run = { ring, batch, moved: 0, report: (moved) => onProgress({ moved, total }) };
  onProgress({ moved: 0, total });
  for (let round = 0, before = -1; round < maxRounds && before < run.moved; round += 1) {
    before = run.moved;
    for (const shelf of shelves) await rotateShelf(run, shelf);
  }
  return run.moved;
}

type Run = { ring: Ring; batch: number; moved: number; report: (moved: number) => void };

/** Rows under another key than the active one, those that do not open included. */
export async function countOutside(ring: Ring): Promise<number> {
  let total = 0;
  for (const { table, keyId, where } of shelves) {
    const sql = `SELECT count(*)::int AS n FROM ${table} t WHERE ${where} AND ${keyId} <> $1`;
    const { rows } = await pool().query<{ n: number }>(sql, [ring.active.id]);
    total += rows[0]?.n ?? 0;
  }
  return total;
}

async function rotateShelf(run: Run, shelf: Shelf): Promise<void> {
  const { id, keyId, table, where } = shelf;
  const sql = `SELECT ${id} AS id FROM ${table} t
    WHERE ${where} AND ${keyId} <> $1 AND ${id} > $2 ORDER BY 1 LIMIT $3`;
  // Goes on behind the last one looked at, not the last one moved: unreadable rows must not hold up the rest.
  for (let after = ""; ; ) {
    const { rows } = await pool().query<{ id: string }>(sql, [
      run.ring.active.id,
      after,
      run.batch,
    ]);
    const ids = rows.map((row) => row.id);
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
    run.moved += await inTransaction((client) => moveRows(client, run.ring, shelf, ids));
    run.report(run.moved);
  }
}

async function moveRows(client: PoolClient, ring: Ring, shelf: Shelf, ids: string[]) {
  const { id, keyId, text, projectId, table, where, set } = shelf;
  // In order, so that two runs cannot wait for each other; whatever changed since it was listed is read again.
  const { rows } = await client.query<ShelfRow>(
    `SELECT ${id} AS id, ${keyId} AS "keyId", ${text} AS text, ${projectId} AS "projectId"
      FROM ${table} t WHERE ${id} = ANY($1) AND ${where} AND ${keyId} <> $2 ORDER BY 1 FOR UPDATE`,
    [ids, ring.active.id],
  );
  const fresh = rows.flatMap((row) => renewed(ring, shelf, row));
  await client.query(
    `UPDATE ${table} t SET ${set}
      FROM (SELECT * FROM unnest($1::text[], $2::text[]) AS u(id, text), (SELECT $3::text AS "keyId") k) n
      WHERE ${id} = n.id`,
    [fresh.map((row) => row.id), fresh.map((row) => row.text), ring.active.id],
  );
  return fresh.length;
}

function renewed(ring: Ring, shelf: Shelf, row: ShelfRow): { id: string; text: string }[] {
  try {
    return [{ id: row.id, text: shelf.renew(ring, row) }];
  } catch {
    // The census that follows counts it.
    return [];
  }
}

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // The connection goes, and with it the transaction.
    client.release(true);
    throw error;
  }
}
