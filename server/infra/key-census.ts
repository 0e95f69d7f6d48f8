// In: the ring and the database. Out: how much is sealed with which key, and what of it does not open. Promises to try
// every row itself, past all caches, and to name keys by their ids only.
import { type Shelf, type ShelfRow, shelves } from "@/server/infra/key-shelves";
import type { Ring } from "@/server/infra/keys";
import { pool } from "@/server/infra/pg";

export type KeyUse = {
  id: string;
  /** active: seals now; kept: opens what was sealed before; missing: something needs it and it is not configured. */
  state: "active" | "kept" | "missing";
  /** Keys of projects that it wraps. */
  dataKeys: number;
  /** Secrets of the installation that it seals. */
  secrets: number;
  /** Of both, how many do not open in this process. */
  unreadable: number;
};

export type Census = { activeId: string; keys: KeyUse[] };

/** Reads and opens every data key and every secret of the installation; microseconds each. */
export async function takeCensus(ring: Ring): Promise<Census> {
  const uses = new Map([...ring.byId.keys()].map((id) => [id, unused(ring, id)]));
  for (const shelf of shelves)
    for await (const row of rowsOf(shelf)) {
      const use = uses.get(row.keyId) ?? unused(ring, row.keyId);
      uses.set(row.keyId, use);
      use[shelf.holds] += 1;
      if (!opens(shelf, ring, row)) use.unreadable += 1;
    }
  return { activeId: ring.active.id, keys: [...uses.values()] };
}

function unused(ring: Ring, id: string): KeyUse {
  return { id, state: stateOf(ring, id), dataKeys: 0, secrets: 0, unreadable: 0 };
}

function stateOf(ring: Ring, id: string): KeyUse["state"] {
  if (id === ring.active.id) return "active";
  return ring.byId.has(id) ? "kept" : "missing";
}

/** Whether this process can use the row. */
export function opens(shelf: Shelf, ring: Ring, row: ShelfRow): boolean {
  try {
    shelf.open(ring, row);
    return true;
  } catch {
    return false;
  }
}

const batch = 500;

async function* rowsOf(shelf: Shelf): AsyncGenerator<ShelfRow> {
  const { id, keyId, text, projectId, table, where } = shelf;
  const sql = `SELECT ${id} AS id, ${keyId} AS "keyId", ${text} AS text, ${projectId} AS "projectId"
    FROM ${table} t WHERE ${where} AND ${id} > $1 ORDER BY 1 LIMIT ${batch}`;
  for (let after = ""; ; ) {
    const { rows } = await pool().query<ShelfRow>(sql, [after]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.id;
  }
}
