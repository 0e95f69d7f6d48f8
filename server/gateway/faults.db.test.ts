// A database that is full, locked, cut off or read-only while calls come in (security: T88, T89, T98): no call without its
// start row, no answer without its outcome, and service again without a restart.
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { verifyRecord } from "@/server/activity/proof/verify";
import { env } from "@/server/infra/env";
import { pool } from "@/server/infra/pg";
import { type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { askModern, LegacyClient, type Rpc } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { ownerClient } from "@/server/testing/owner";
import { closeAllSessions } from "@/server/upstream/sessions";
import { readiness } from "./health";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;
let saboteur: pg.Client;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow"]);
  client = await LegacyClient.connect(corridor);
  saboteur = await ownerClient();
  await saboteur.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$`);
});
afterEach(async () => {
  await saboteur.query("ROLLBACK");
  for (const table of ["ActivityStart", "ActivityLog", "ActivityPayload"])
    await saboteur.query(`DROP TRIGGER IF EXISTS full_disk ON "${table}"`);
  // What was refused left nothing behind, and the next call is served.
  const { message } = await client.call("echo", { text: "after" });
  expect(message.result.content[0].text).toBe("after");
});
afterAll(async () => {
  await saboteur.end();
  await closeAllSessions();
  await upstream.close();
});

const fill = (table: string) =>
  saboteur.query(
    `CREATE TRIGGER full_disk BEFORE INSERT ON "${table}" FOR EACH ROW EXECUTE FUNCTION refuse()`,
  );

function expectRefused({ status, headers, message, text }: Rpc): void {
  expect(status).toBe(503);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(message.error).toMatchObject({ code: -32603, data: { reason: "audit_unavailable" } });
  expect(text).not.toMatch(/extend file|disk|trigger|53100|Activity|lock/i);
}

describe("before the server is asked: 503, and it is not", () => {
  it.each(["ActivityStart", "ActivityPayload"])("a full disk under %s", async (table) => {
    const executed = upstream.executed.length;
    await fill(table);
    expectRefused(await client.call("echo", { text: "unseen" }));
    expectRefused(await askModern(corridor, "tools/call", { name: "echo", arguments: {} }));
    expect(upstream.executed).toHaveLength(executed);
  });

  it("a full disk refuses also what would be denied, as a denial is a row", async () => {
    await fill("ActivityLog");
    expectRefused(await client.call("no-such-tool"));
  });

  it("a table somebody locked, within seconds", async () => {
    const executed = upstream.executed.length;
    await saboteur.query(`BEGIN; LOCK TABLE "ActivityStart" IN ACCESS EXCLUSIVE MODE`);
    const begun = performance.now();
    const answers = await Promise.all(
      ["a", "b", "c", "d"].map((text) => client.call("echo", { text })),
    );
    expect(performance.now() - begun).toBeLessThan(8_000);
    for (const answer of answers) expectRefused(answer);
    expect(upstream.executed).toHaveLength(executed);
    expect((await client.request("ping")).status).toBe(200);
    expect((await readiness()).status).toBe(503);
  }, 20_000);
});

describe("after the server was asked: the result is withheld", () => {
  it("a disk that fills up while the call runs", async () => {
    const before = upstream.executed.length;
    const calling = client.call("slow", { steps: 3, ms: 80 });
    await expect.poll(() => upstream.executed.length).toBe(before + 1);
    await fill("ActivityLog");
    const { status, message, text } = await calling;
    expect(status).toBe(503);
    expect(message.error?.data).toMatchObject({ reason: "outcome_unrecorded" });
    expect(text).not.toContain("done after");
    const { starts, logs } = await recordOf(corridor.endpoint.id);
    const open = starts.filter(({ id }) => !logs.some((row) => row.id === id));
    expect(open.map((row) => row.toolName)).toEqual(["slow"]);
  });
});

it("every connection cut under load: each call is answered or refused, and its rows agree (T98)", async () => {
  const before = await recordOf(corridor.endpoint.id);
  const executed = upstream.executed.length;
  const answers: Rpc[] = [];
  const caller = async (count: number) => {
    for (let turn = 0; turn < count; turn++)
      answers.push(await client.call("echo", { text: `load ${turn}` }));
  };
  // A role may cut its own connections.
  const cutter = new pg.Client({ connectionString: env().DATABASE_URL });
  await cutter.connect();
  const cut = async () => {
    for (let times = 0; times < 5; times++) {
      await cutter.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`,
      );
      await pool()
        .query("SELECT 1")
        .catch(() => {});
    }
  };
  await Promise.all([caller(15), caller(15), caller(15), cut()]);
  await cutter.end();
  for (const { status } of answers) expect([200, 503]).toContain(status);
  await expect.poll(async () => (await client.call("echo", { text: "again" })).status).toBe(200);
  const { starts, logs } = await recordOf(corridor.endpoint.id);
  const answered = answers.filter((one) => one.status === 200).length + 1;
  expect(upstream.executed.length - executed).toBeLessThanOrEqual(
    starts.length - before.starts.length,
  );
  expect(logs.length - before.logs.length).toBeGreaterThanOrEqual(answered);
}, 30_000);

it("after all of that every chain is whole, and batches whose fate nobody knew ended theirs (T94)", async () => {
  const { findings, places } = await verifyRecord({ keptElsewhere: [], onProgress: () => {} });
  expect(findings.all).toEqual([]);
  const { rows, chains } = places[0] ?? { rows: 0, chains: 0 };
  const { starts, logs } = await recordOf(corridor.endpoint.id);
  // Other messages of the client have rows, too.
  expect(rows).toBeGreaterThan(starts.length + logs.length);
  expect(chains).toBeGreaterThan(1);
});
