import { createHmac } from "node:crypto";
import type pg from "pg";
import type { ChainHead } from "@/server/activity/proof/chain";
import type { ChainKey } from "@/server/activity/proof/key";
import type { Place } from "@/server/activity/proof/link";

/** The three tables of the record. */
export const recordTables = ["ActivityStart", "ActivityLog", "ActivityPayload"] as const;
export type RecordTable = (typeof recordTables)[number];

/** Rows of one writer that no chain of this key covers: from before there were chains, or under a key that is lost. */
export type Unproved = Place & { table: RecordTable; writer: string; rows: number };

/** What a checkpoint says: that proving begins, how far chains have come, or that a leaf was dropped. */
export type CheckpointFact =
  | { kind: "begun"; unproved: Unproved[] }
  | { kind: "heads"; heads: ChainHead[] }
  | (Place & { kind: "dropped"; table: RecordTable; reason: string });

/** As it stands in `body`; `key` is the id of the key of its mac, `number` counts from 1 without a gap. */
export type CheckpointBody = CheckpointFact & { number: number; at: string; key: string };

export type CheckpointRow = { number: number; body: string; mac: string };

type Client = Pick<pg.ClientBase, "query">;

/** Checkpoints of all processes are one chain: each is made under this lock, which ends with the transaction. */
export async function lockCheckpoints(client: Client): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtext('gatehouse.activity.checkpoints'))");
}

/** HMAC-SHA256 in hex over the mac of the checkpoint before (nothing for the first) and the body. */
export function checkpointMac(key: Buffer, previous: string | null, body: string): string {
  return createHmac("sha256", key)
    .update(`${previous ?? ""}checkpoint${body}`)
    .digest("hex");
}

/** Adds a checkpoint; the caller's transaction holds the lock. */
export async function insertCheckpoint(
  client: Client,
  { id, key }: ChainKey,
  fact: CheckpointFact,
  now: Date,
): Promise<CheckpointRow> {
  const last = await client.query<{ number: string; mac: string }>(
    `SELECT number, encode(mac, 'hex') AS mac FROM "ActivityCheckpoint" ORDER BY number DESC LIMIT 1`,
  );
  const number = Number(last.rows[0]?.number ?? 0) + 1;
  const whole: CheckpointBody = { number, at: now.toISOString(), key: id, ...fact };
  const body = JSON.stringify(whole);
  const mac = checkpointMac(key, last.rows[0]?.mac ?? null, body);
  await client.query(
    `INSERT INTO "ActivityCheckpoint" (number, body, mac) VALUES ($1, $2, decode($3, 'hex'))`,
    [number, body, mac],
  );
  return { number, body, mac };
}
