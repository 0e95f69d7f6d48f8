// T94 once more, without knowing what will be done: any act on any row of an anchored record shows.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { ownerClient } from "@/server/testing/owner";
import { ProofScene } from "@/server/testing/proof-scene";
import { chainKey } from "./key";
import { verifyIn } from "./verify";

let scene: ProofScene;

beforeAll(async () => {
  scene = await ProofScene.open();
  await scene.add(20);
  await scene.deny();
  await scene.checkpoint();
});

const logColumns = [
  ...[`outcome = outcome || 'x'`, `"durationMs" = "durationMs" + 1e-9`, `"clientName" = NULL`],
  ...[`"startedAt" = "startedAt" + interval '1 microsecond'`, `writer = gen_random_uuid()`],
  ...[
    `seq = seq + 100`,
    `seq = -seq`,
    `mac = NULL`,
    `mac = sha256(mac)`,
    `attempts = attempts + 1`,
  ],
  ...[`"serverId" = gen_random_uuid()`, `"payloadHash" = NULL`, `id = gen_random_uuid()`],
  ...[`redactions = '[{"side":"request"}]'`, `"errorMessage" = ''`, `era = 'E26'`],
];

const act = fc.oneof(
  fc.record({
    table: fc.constant("ActivityLog"),
    verb: fc.constantFrom(...logColumns).map((set) => `UPDATE "ActivityLog" SET ${set}`),
  }),
  fc
    .constantFrom("ActivityStart", "ActivityLog", "ActivityPayload")
    .map((table) => ({ table, verb: `DELETE FROM "${table}"` })),
  fc.record({
    table: fc.constant("ActivityPayload"),
    verb: fc
      .constantFrom(
        `body = body || ' '`,
        `bytes = bytes + 1`,
        `cut = NOT cut`,
        `side = side || 'x'`,
      )
      .map((set) => `UPDATE "ActivityPayload" SET ${set}`),
  }),
);

test("every change or removal of up to three rows is found, and undone it is intact again", async () => {
  const key = await chainKey();
  const client = await ownerClient();
  const found = async () => {
    const options = { keptElsewhere: [], onProgress: () => {} };
    return (await verifyIn(client, key, options)).findings.count;
  };
  const tampering = fc.record({ act, skip: fc.nat(40), rows: fc.integer({ min: 1, max: 3 }) });
  try {
    await fc.assert(
      fc.asyncProperty(tampering, async ({ act: { table, verb }, skip, rows }) => {
        await client.query("BEGIN");
        const { rowCount } = await client.query(
          `${verb} WHERE ctid IN (SELECT ctid FROM "${table}" WHERE "projectId" = $1
             ORDER BY "startedAt" OFFSET $2 LIMIT $3) AND "projectId" = $1`,
          [scene.projectId, skip % 18, rows],
        );
        expect(rowCount).toBeGreaterThan(0);
        expect(await found()).toBeGreaterThan(0);
        await client.query("ROLLBACK");
      }),
      { numRuns: 120 },
    );
    await client.query("BEGIN");
    expect(await found()).toBe(0);
  } finally {
    await client.end();
  }
}, 120_000);
