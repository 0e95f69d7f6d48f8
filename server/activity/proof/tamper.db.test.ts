// T94: whoever has every right at the database changes the record, and verifying names what was done.
import { beforeEach, describe, expect, test } from "vitest";
import { readCheckpoints } from "@/server/activity/proof/verify-checkpoints";
import { newId } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { ProofScene, reportOf, said } from "@/server/testing/proof-scene";

let scene: ProofScene;
let ids: string[];

beforeEach(async () => {
  scene = await ProofScene.open();
  ids = await scene.add(6);
  await scene.checkpoint();
});

const third = () => ids[2] ?? "";
const fourth = () => ids[3] ?? "";

async function undone(findings: ReturnType<typeof scene.found>) {
  return said(await findings);
}

test("an untouched record is intact, and says how much no checkpoint covers", async () => {
  await scene.deny();
  await scene.add(1);
  const verification = await scene.verify();
  expect(await scene.found()).toEqual([]);
  expect(reportOf(verification, scene.projectId)).toMatchObject([
    { rows: 15, chains: 1, unproved: 0, unanchored: 3 },
  ]);
});

describe("a changed row is named", () => {
  const changes: [string, string, string][] = [
    ["an outcome", "ActivityLog", `outcome = 'failed'`],
    ["a person", "ActivityLog", `"userName" = 'Eve'`],
    ["a tool, in the start row", "ActivityStart", `"toolName" = 'delete'`],
    ["a duration", "ActivityLog", `"durationMs" = 12.626`],
    ["some microseconds", "ActivityLog", `"finishedAt" = "finishedAt" + interval '3 microseconds'`],
    ["a redaction", "ActivityStart", `redactions = '[]'`],
    ["an absent value", "ActivityLog", `"errorMessage" = ''`],
    ["attempts", "ActivityLog", `attempts = 2`],
    ["the hash of what was said", "ActivityLog", `"payloadHash" = decode('00', 'hex')`],
  ];
  test.each(changes)("%s", async (_, table, set) => {
    await scene.tamper(`UPDATE "${table}" SET ${set} WHERE id = $1`, [third()]);
    const found = await scene.found();
    expect(said(found)[0]).toEqual(["modified", third()]);
    expect(found[0]?.table).toBe(table);
  });

  test("also with another mac, as far as can be told", async () => {
    await scene.tamper(
      `UPDATE "ActivityLog" SET outcome = 'failed', mac = sha256('x') WHERE id = $1`,
      [third()],
    );
    expect(said(await scene.found())).toContainEqual(["altered", third()]);
  });

  test("and its time moved to another month is both gone and added", async () => {
    await scene.tamper(
      `UPDATE "ActivityLog" SET "startedAt" = "startedAt" - interval '1 month' WHERE id = $1`,
      [third()],
    );
    const kinds = said(await scene.found()).map(([kind]) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["removed", "inserted"]));
  });
});

describe("a removed row is named by its neighbours", () => {
  test.each(["ActivityStart", "ActivityLog"])("from %s", async (table) => {
    await scene.tamper(`DELETE FROM "${table}" WHERE id = $1`, [third()]);
    const [first] = await scene.found();
    expect(first).toMatchObject({ kind: "removed" });
    expect(first?.detail).toMatch(/^row \d+ is missing from the chain of writer .+, after call/);
    expect(first?.detail).toContain(table === "ActivityStart" ? ids[1] : third());
  });

  test("the first of a chain", async () => {
    await scene.tamper(`DELETE FROM "ActivityStart" WHERE id = $1`, [ids[0]]);
    expect((await scene.found())[0]).toMatchObject({ kind: "removed" });
  });

  test("the last ones, as a checkpoint knows them", async () => {
    await scene.tamper(`DELETE FROM "ActivityLog" WHERE id = $1`, [ids[5]]);
    const [first] = await scene.found();
    expect(first).toMatchObject({ kind: "removed" });
    expect(first?.detail).toContain("row 12 is missing");
  });

  test("all of them, by TRUNCATE or with their leaf", async () => {
    const leaf = (table: string) =>
      `"${table}_${new Date().toISOString().slice(0, 7).replace("-", "")}_${scene.projectId.replaceAll("-", "")}"`;
    await scene.tamper(`TRUNCATE ${leaf("ActivityStart")}`);
    await scene.tamper(`DROP TABLE ${leaf("ActivityLog")}`);
    const [first] = await scene.found();
    expect(first?.detail).toContain("rows 1 to 12 are missing");
  });
});

test("an end that no checkpoint knows can be cut off unseen, and the report says how many rows that concerns", async () => {
  const [late] = await scene.add(1);
  await scene.tamper(`DELETE FROM "ActivityLog" WHERE id = $1`, [late]);
  await scene.tamper(`DELETE FROM "ActivityPayload" WHERE "callId" = $1 AND side = 'response'`, [
    late,
  ]);
  const verification = await scene.verify();
  expect(await scene.found()).toEqual([]);
  expect(reportOf(verification, scene.projectId)).toMatchObject([{ rows: 13, unanchored: 1 }]);
});

describe("an added row is named", () => {
  test("a copy of another one", async () => {
    const copy = newId();
    await scene.tamper(
      `INSERT INTO "ActivityLog" SELECT (jsonb_populate_record(l, jsonb_build_object('id', $2::text))).*
       FROM "ActivityLog" l WHERE id = $1`,
      [third(), copy],
    );
    expect(said(await scene.found())).toEqual(expect.arrayContaining([["inserted", copy]]));
  });

  test("of a writer that never was", async () => {
    const copy = newId();
    await scene.tamper(
      `INSERT INTO "ActivityLog" SELECT (jsonb_populate_record(l, jsonb_build_object('id', $2::text, 'writer', $3::text, 'seq', 1))).*
       FROM "ActivityLog" l WHERE id = $1`,
      [third(), copy, newId()],
    );
    expect(said(await scene.found())).toEqual(expect.arrayContaining([["inserted", copy]]));
  });

  test("without a mac, as rows were before there were chains", async () => {
    const copy = newId();
    await scene.tamper(
      `INSERT INTO "ActivityLog" SELECT (jsonb_populate_record(l, jsonb_build_object('id', $2::text, 'writer', $3::text, 'mac', NULL, 'payloadHash', NULL))).*
       FROM "ActivityLog" l WHERE id = $1`,
      [third(), copy, newId()],
    );
    expect(said(await scene.found())).toContainEqual(["inserted", copy]);
  });
});

test("rows that changed places are named with where they were", async () => {
  await scene.tamper(
    `UPDATE "ActivityLog" l SET seq = other.seq FROM "ActivityLog" other
     WHERE (l.id = $1 AND other.id = $2) OR (l.id = $2 AND other.id = $1)`,
    [third(), fourth()],
  );
  const found = await scene.found();
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["reordered"]));
  expect(new Set(found.map(({ callId }) => callId))).toEqual(new Set([third(), fourth()]));
});

test("what two rows say cannot be swapped", async () => {
  await scene.tamper(
    `UPDATE "ActivityLog" l SET outcome = other.outcome, "errorMessage" = 'x', "grantId" = other."grantId"
     FROM "ActivityLog" other WHERE l.id = $1 AND other.id = $2`,
    [third(), fourth()],
  );
  expect(await undone(scene.found())).toEqual([["modified", third()]]);
});

describe("what was said", () => {
  test.each([
    [
      "modified",
      `UPDATE "ActivityPayload" SET body = '{}' WHERE "callId" = $1 AND side = 'response'`,
    ],
    [
      "modified",
      `UPDATE "ActivityPayload" SET cut = true WHERE "callId" = $1 AND side = 'request'`,
    ],
    ["removed", `DELETE FROM "ActivityPayload" WHERE "callId" = $1`],
  ])("is proved as well: %s", async (kind, text) => {
    await scene.tamper(text, [third()]);
    expect(said(await scene.found())[0]).toEqual([kind, third()]);
  });

  test("cannot be swapped between the sides of a call", async () => {
    await scene.tamper(
      `UPDATE "ActivityPayload" p SET body = o.body, bytes = o.bytes FROM "ActivityPayload" o
       WHERE p."callId" = $1 AND o."callId" = $1 AND p.side <> o.side`,
      [third()],
    );
    expect(said(await scene.found())[0]).toEqual(["modified", third()]);
  });

  test("cannot be added to a call that had no answer", async () => {
    const id = await scene.deny();
    await scene.tamper(
      `INSERT INTO "ActivityPayload" SELECT "projectId", "callId", "startedAt", 'response', '{}', 2, false
       FROM "ActivityPayload" WHERE "callId" = $1`,
      [id],
    );
    expect(said(await scene.found())).toEqual([["inserted", id]]);
  });
});

describe("checkpoints", () => {
  const last = `(SELECT max(number) FROM "ActivityCheckpoint")`;

  test("one that was changed or taken out is named", async () => {
    const kept = await readCheckpoints(pool());
    await scene.add(1);
    await scene.checkpoint();
    await scene.tamper(
      `UPDATE "ActivityCheckpoint" SET body = replace(body, '"seq":12', '"seq":1') WHERE number = ${last} - 1`,
    );
    expect((await scene.found())[0]).toMatchObject({
      kind: "modified",
      table: "ActivityCheckpoint",
    });
    await scene.tamper(`DELETE FROM "ActivityCheckpoint" WHERE number = ${last} - 1`);
    expect((await scene.found())[0]).toMatchObject({
      kind: "removed",
      table: "ActivityCheckpoint",
    });
    await scene.tamper(`INSERT INTO "ActivityCheckpoint" VALUES ($1, $2, decode($3, 'hex'))`, [
      ...[kept.at(-1)?.number, kept.at(-1)?.body, kept.at(-1)?.mac],
    ]);
    expect(await scene.found()).toEqual([]);
  });

  test("without one kept elsewhere, the end of the record and of the checkpoints can go together; with it, it shows", async () => {
    const kept = await readCheckpoints(pool());
    await scene.tamper(`DELETE FROM "ActivityCheckpoint" WHERE number = ${last}`);
    await scene.tamper(`DELETE FROM "ActivityPayload" WHERE "projectId" = $1`, [scene.projectId]);
    await scene.tamper(`DELETE FROM "ActivityLog" WHERE "projectId" = $1`, [scene.projectId]);
    await scene.tamper(`DELETE FROM "ActivityStart" WHERE "projectId" = $1`, [scene.projectId]);
    expect(await scene.found()).toEqual([]);
    const found = await scene.found(kept);
    expect(found[0]).toMatchObject({ kind: "removed", table: "ActivityCheckpoint" });
    expect(found[1]?.detail).toContain("rows 1 to 12 are missing");
    // The next checkpoint would take its number.
    await scene.tamper(`INSERT INTO "ActivityCheckpoint" VALUES ($1, $2, decode($3, 'hex'))`, [
      ...[kept.at(-1)?.number, kept.at(-1)?.body, kept.at(-1)?.mac],
    ]);
  });

  test("a file that is not ours is refused as an anchor", async () => {
    const kept = await readCheckpoints(pool());
    const forged = kept.map((row) => ({ ...row, body: row.body.replace('"seq":12', '"seq":99') }));
    const found = await scene.found(forged);
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["altered"]));
  });
});
