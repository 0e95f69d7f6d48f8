import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { reconcile } from "@/server/activity/reconcile";
import {
  type Call,
  type Outcome,
  recordDenied,
  recordOutcome,
  recordStart,
} from "@/server/activity/record";
import { isRecordWritable, requireDurableDatabase } from "@/server/activity/record-check";
import { newId } from "@/server/core/ids";
import { forget, shared } from "@/server/core/shared";
import { pool, recordPool } from "@/server/infra/pg";
import { asOwner } from "@/server/testing/owner";
import { makeRoom } from "@/server/testing/record-room";

const projectId = newId();

function call(change: Partial<Call> = {}): Call {
  return {
    id: newId(),
    startedAt: new Date(),
    projectId,
    endpointId: newId(),
    endpointName: "Tools",
    serverId: newId(),
    serverName: "Everything",
    method: "tools/call",
    toolName: "echo",
    upstreamTool: "echo",
    userId: newId(),
    userName: "Ada",
    clientId: "client-1",
    clientName: "Claude",
    grantId: newId(),
    sessionId: null,
    era: "E25",
    requestBytes: 10,
    requestId: "r1",
    ...change,
  };
}

const ok: Outcome = {
  outcome: "ok",
  errorCode: null,
  errorMessage: null,
  durationMs: 1.5,
  upstreamMs: 1.25,
  responseBytes: 3,
};

async function rows(table: string, id: string, key = "id") {
  const found = await pool().query(`SELECT * FROM "${table}" WHERE "${key}" = $1 ORDER BY 1`, [id]);
  return found.rows;
}

async function setReadOnly(change: string): Promise<void> {
  const { rows: found } = await pool().query("SELECT current_database() AS name");
  await asOwner(`BEGIN READ WRITE; ALTER DATABASE "${found[0].name}" ${change}; COMMIT`);
}

describe("the record of calls", () => {
  beforeAll(() => makeRoom(projectId));

  it("holds the start before and the outcome after, each with its payload", async () => {
    const started = await recordStart(call(), '{"name":"echo"}');
    expect(await rows("ActivityStart", started.call.id)).toHaveLength(1);
    expect(await rows("ActivityLog", started.call.id)).toHaveLength(0);
    await recordOutcome(started, ok, '{"n":12345678901234567890}');
    const [log] = await rows("ActivityLog", started.call.id);
    expect(log).toMatchObject({
      ...started.call,
      ...ok,
      decision: "allowed",
      decisionReason: null,
    });
    const payloads = await rows("ActivityPayload", started.call.id, "callId");
    expect(payloads.map((row) => [row.side, row.body])).toEqual(
      expect.arrayContaining([
        ["request", '{"name":"echo"}'],
        ["response", '{"n":12345678901234567890}'],
      ]),
    );
  });

  it("writes a refusal as one row of the log", async () => {
    const denied = call({ serverId: null, serverName: null, upstreamTool: null });
    await recordDenied(denied, "unknown_tool", "Unknown tool: x", "{}");
    const [log] = await rows("ActivityLog", denied.id);
    expect(log).toMatchObject({
      decision: "denied",
      outcome: "denied",
      decisionReason: "unknown_tool",
    });
    expect(await rows("ActivityStart", denied.id)).toHaveLength(0);
  });

  it("takes NUL, lone surrogates, quotes and line ends in names", async () => {
    const toolName = `a\0b\ud800"}],\n\u2028'; DROP TABLE x`;
    const started = await recordStart(call({ toolName }), '{"t":"\\u0000"}');
    const [row] = await rows("ActivityStart", started.call.id);
    expect(row.toolName).toBe(`a\uFFFDb\uFFFD"}],\n\u2028'; DROP TABLE x`);
  });

  it("cuts a payload at the limit without halving a character, and remembers its size", async () => {
    const body = `"${"é".repeat(200_000)}"`;
    const started = await recordStart(call(), body);
    const [payload] = await rows("ActivityPayload", started.call.id, "callId");
    expect(payload).toMatchObject({ bytes: 400_002, cut: true });
    expect(Buffer.byteLength(payload.body)).toBeLessThanOrEqual(262_144);
    expect(payload.body.endsWith("é")).toBe(true);
  });

  it("refuses only the row the database cannot take, not those that share its batch", async () => {
    const many = Array.from({ length: 40 }, () => call());
    const bad = call({ startedAt: new Date("1999-01-01") });
    const settled = await Promise.allSettled(
      [...many.slice(0, 20), bad, ...many.slice(20)].map((one) => recordStart(one, "{}")),
    );
    expect(settled.filter((one) => one.status === "rejected")).toHaveLength(1);
    expect(settled[20]).toMatchObject({
      status: "rejected",
      reason: { code: "unavailable", details: { reason: "audit_unavailable" } },
    });
    expect(await rows("ActivityStart", many[39]?.id ?? "")).toHaveLength(1);
  });

  it("numbers the rows of one writer without a gap", async () => {
    const started = await Promise.all(Array.from({ length: 10 }, () => recordStart(call(), "{}")));
    const ids = started.map((one) => one.call.id);
    const { rows: found } = await pool().query(
      `SELECT writer, seq::int FROM "ActivityStart" WHERE id = ANY($1) ORDER BY seq`,
      [ids],
    );
    const first = found[0].seq;
    expect(found.map((row) => row.seq)).toEqual(ids.map((_, index) => first + index));
    expect(new Set(found.map((row) => row.writer)).size).toBe(1);
  });
});

describe("the reconciler", () => {
  const hourMs = 3_600_000;
  const startedBefore = (ms: number) =>
    recordStart(call({ startedAt: new Date(Date.now() - ms) }), "{}");

  it("appends an unknown outcome to old orphans alone, once", async () => {
    const old = await startedBefore(hourMs);
    const ended = await startedBefore(hourMs);
    await recordOutcome(ended, ok, "{}");
    const young = await recordStart(call(), "{}");
    await Promise.all([reconcile(hourMs), reconcile(hourMs)]);
    expect(await reconcile(24 * hourMs)).toBe(0);
    expect(await rows("ActivityLog", old.call.id)).toMatchObject([
      { outcome: "unknown", decision: "allowed" },
    ]);
    expect(await rows("ActivityLog", ended.call.id)).toMatchObject([{ outcome: "ok" }]);
    expect(await rows("ActivityLog", young.call.id)).toHaveLength(0);
  });

  it("begins with the oldest month, and then where any process has come to", async () => {
    await pool().query(`DELETE FROM "InstanceSetting" WHERE "key" = 'activity_reconciled'`);
    const oldest = new Date(Date.now() - 70 * 24 * hourMs);
    await pool().query("SELECT activity_ensure_leaves($1, $2, now()::date)", [
      call().projectId,
      oldest,
    ]);
    const first = await recordStart(call({ startedAt: oldest }), "{}");
    expect(await reconcile(0)).toBe(1);
    expect(await rows("ActivityLog", first.call.id)).toMatchObject([{ outcome: "unknown" }]);
    const second = await startedBefore(2 * hourMs);
    expect(await reconcile(hourMs)).toBe(0);
    expect(await reconcile(3 * hourMs)).toBe(1);
    expect(await rows("ActivityLog", second.call.id)).toMatchObject([{ outcome: "unknown" }]);
  });
});

describe("a database that cannot be written", () => {
  afterEach(() => setReadOnly("RESET default_transaction_read_only"));

  it("is accepted while it is durable", async () => {
    await expect(requireDurableDatabase()).resolves.toBeUndefined();
    await expect(isRecordWritable()).resolves.toBe(true);
  });

  it("refuses rows and is refused at start when it is read-only", async () => {
    await setReadOnly("SET default_transaction_read_only = on");
    await shared("pg.record", recordPool).end();
    forget("pg.record");
    await expect(recordStart(call(), "{}")).rejects.toMatchObject({ code: "unavailable" });
    await expect(isRecordWritable()).resolves.toBe(false);
    await expect(requireDurableDatabase()).rejects.toThrow("read-only");
    await shared("pg.record", recordPool).end();
    forget("pg.record");
  });
});
