import type { Chains } from "@/server/activity/proof/chain";
import {
  type CheckpointFact,
  type CheckpointRow,
  insertCheckpoint,
  lockCheckpoints,
} from "@/server/activity/proof/checkpoint-row";
import { chainKey } from "@/server/activity/proof/key";
import { log } from "@/server/infra/log";
import { recordPool } from "@/server/infra/pg";

/**
 * Adds a checkpoint. It is told to the log as well: where logs are kept elsewhere, each line is an anchor that shows
 * later that the end of a chain was cut off. Throws what the database says.
 */
export async function appendCheckpoint(fact: CheckpointFact, now: Date): Promise<CheckpointRow> {
  const key = await chainKey();
  const client = await recordPool().connect();
  try {
    await client.query("BEGIN");
    await lockCheckpoints(client);
    const row = await insertCheckpoint(client, key, fact, now);
    await client.query("COMMIT");
    client.release();
    log().info({ checkpoint: row.number, mac: row.mac }, "checkpoint of the record");
    return row;
  } catch (error) {
    // A connection in an unknown state is not given back.
    client.release(true);
    throw error;
  }
}

/** Notes how far the chains of this process have come since the last time; nothing when they have not. */
export async function checkpoint(chains: Chains, now: Date): Promise<CheckpointRow | null> {
  const heads = chains.takeChanged();
  if (heads.length === 0) return null;
  try {
    return await appendCheckpoint({ kind: "heads", heads }, now);
  } catch (error) {
    chains.keep(heads);
    throw error;
  }
}
