// Nothing is known yet of a month that has just begun, and a plan that suits few rows would read all for each of many.
import { expect, test } from "vitest";
import { chainKey } from "@/server/activity/proof/key";
import { verifyIn } from "@/server/activity/proof/verify";
import { unhurried } from "@/server/infra/pg";
import { ProofScene } from "@/server/testing/proof-scene";

/** Rows that the database reads to verify the record. */
async function rowsRead(): Promise<number> {
  const key = await chainKey();
  return unhurried(async (client) => {
    const { findings } = await verifyIn(client, key, { keptElsewhere: [], onProgress: () => {} });
    expect(findings.count).toBe(0);
    const { rows } = await client.query<{ read: string }>(
      `SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS read
       FROM pg_stat_xact_user_tables WHERE relname LIKE 'Activity%'`,
    );
    return Number(rows[0]?.read);
  });
}

test("verifying five times the calls reads five times the rows, also without statistics", async () => {
  const scene = await ProofScene.open();
  await scene.add(60);
  await scene.checkpoint();
  const few = await rowsRead();
  await scene.add(240);
  await scene.checkpoint();
  const many = await rowsRead();
  expect(few).toBeGreaterThan(4 * 60);
  expect(many).toBeLessThan(6 * few);
});
