// Attempts that could flood the record: a handful of rows whose sum is exact, and nothing of what was sent in them
// (security: T76, T91, T93, T96).
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempts } from "@/server/activity/attempts";
import { verifyRecord } from "@/server/activity/proof/verify";
import { newSlug } from "@/server/core/ids";
import { forget } from "@/server/core/shared";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { recordPool } from "@/server/infra/pg";
import { addEndpoint, type Corridor, openCorridor, setFilters } from "@/server/testing/corridor";
import { LegacyClient, send, sendModern } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { everything, piiTypes, planted, prose } from "@/server/testing/planting-upstream";
import { everyRow, expectNoTrace, keepLog } from "@/server/testing/traces";
import { closeAllSessions } from "@/server/upstream/sessions";

const log = keepLog();
let upstream: FakeUpstream;
let corridor: Corridor;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo"]);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

/** The same project with an endpoint nobody has asked yet. */
const fresh = async (): Promise<Corridor> => ({
  ...corridor,
  endpoint: await addEndpoint(corridor.projectId),
});

const rowsOf = ({ endpoint }: Corridor) =>
  db().activityLog.findMany({ where: { endpointId: endpoint.id } });

const sum = (rows: readonly { attempts: number }[]) =>
  rows.reduce((all, row) => all + row.attempts, 0);

/** So many requests, a hundred at a time; `most` is what the counter held at any moment. */
async function storm(count: number, one: (index: number) => Promise<Response>): Promise<number> {
  let most = 0;
  for (let begun = 0; begun < count; begun += 100) {
    const batch = Array.from({ length: 100 }, (_, index) => one(begun + index));
    for (const response of await Promise.all(batch)) await response.body?.cancel();
    most = Math.max(most, attempts().size);
  }
  return most;
}

const from = (index: number) => `203.0.${index >> 8}.${index & 255}`;

describe("10,000 requests without a good token", () => {
  it("from 2,000 addresses are a handful of rows, with every one counted", async () => {
    const place = await fresh();
    const most = await storm(10_000, (index) =>
      send(place, ping, {
        authorization: index % 10 ? null : `Bearer guess-${index}`,
        "x-forwarded-for": from(index % 2_000),
      }),
    );
    expect(most).toBeLessThanOrEqual(20);
    await attempts().flush();
    const rows = await rowsOf(place);
    expect(rows.length).toBeLessThanOrEqual(20);
    expect(sum(rows)).toBe(10_000);
    for (const row of rows)
      expect(row).toMatchObject({ outcome: "denied", decisionReason: "unauthenticated" });
    expect(attempts().size).toBe(0);
  }, 60_000);

  it("malformed, each with another invented token, do not ask whose they are one by one", async () => {
    const place = await fresh();
    await storm(2_000, (index) =>
      send(place, "{", { authorization: `Bearer guess-${index}`, "x-forwarded-for": from(0) }),
    );
    await attempts().flush();
    const rows = await rowsOf(place);
    expect(rows.length).toBeLessThanOrEqual(2);
    expect(sum(rows)).toBe(2_000);
    const told = rows.map(({ errorMessage }) => errorMessage);
    expect(told).toContain("The body is not valid JSON. Sent from 203.0.0.0.");
  }, 30_000);

  it("at addresses that are no endpoint's leave no row and no room taken from a real one", async () => {
    const place = await fresh();
    const before = await db().activityLog.count();
    await storm(4_000, (index) => {
      if (index === 3_999) return send(place, ping, { authorization: null });
      return send(corridor, ping, { authorization: null }, { slug: newSlug() });
    });
    await attempts().flush();
    expect(await db().activityLog.count()).toBe(before + 1);
    expect(sum(await rowsOf(place))).toBe(1);
    const told = [...log.text().matchAll(/"count":(\d+),[^}]*no endpoint's/g)];
    expect(told.reduce((all, [, count]) => all + Number(count), 0)).toBe(3_999);
  }, 30_000);
});

describe("a storm of tools/list by somebody who may (T76)", () => {
  it("has a row each up to the limit, and one for all beyond it", async () => {
    const role = { endpointId: corridor.endpoint.id };
    const limit = 600;
    await storm(1_000, () => sendModern(corridor, "tools/list"));
    await attempts().flush();
    const rows = (await rowsOf(corridor)).filter(({ method }) => method === "tools/list");
    const [limited, ...others] = rows.filter(({ outcome }) => outcome === "denied");
    expect(others.filter(({ decisionReason }) => decisionReason === "rate_limited")).toEqual([]);
    expect(sum(rows)).toBe(1_000);
    expect(limited).toMatchObject({ ...role, method: "tools/list", userName: "Ada" });
    expect(rows.length).toBeLessThanOrEqual(limit + 2);
  }, 30_000);
});

describe("while the record cannot be written", () => {
  it("what was counted is kept, and written once it can be", async () => {
    const place = await fresh();
    const knock = () => send(place, ping, { authorization: null });
    await storm(100, knock);
    await recordPool().end();
    await attempts().flush();
    expect(attempts().size).toBe(1);
    await storm(100, knock);
    forget("pg.record");
    await attempts().flush();
    expect(sum(await rowsOf(place))).toBe(200);
    expect(attempts().size).toBe(0);
  });

  it("what belongs to a project that is gone is told in the log, and not tried for ever", async () => {
    const place = await fresh();
    await send(place, ping, { authorization: null });
    await db().mcpEndpoint.delete({ where: { id: place.endpoint.id } });
    await bus().settled();
    await attempts().flush();
    expect(attempts().size).toBe(0);
    expect(await rowsOf(place)).toEqual([]);
  });
});

describe("with both filters on, nothing planted", () => {
  it("stands in a row of what is no call, or in the log (T91, T93)", async () => {
    const place = await openCorridor([], []);
    await setFilters(place.endpoint.id, piiTypes, piiTypes);
    const client = await LegacyClient.connect(place);
    const evil = `${planted.email}\n"},{" \u001b[31m \u2028`;
    const hidden = [prose, planted.card, planted.ssn, evil];
    for (const method of [
      ...hidden,
      `resources/${planted.email}`,
      "x".repeat(250) + planted.email,
    ]) {
      await client.request(method, { note: prose });
      await sendModern(place, method.replace(/[^\x20-\x7e]/g, ""), { note: prose });
    }
    await client.request("tools/list", { cursor: prose });
    await client.request("logging/setLevel", { level: planted.email });
    await client.notify(`notifications/${planted.email}`, { note: prose });
    const header = `${planted.email} ${planted.ip}`;
    for (const name of ["origin", "mcp-session-id", "mcp-protocol-version", "user-agent", "accept"])
      await send(place, ping, { ...client.headers(), [name]: header });
    await send(place, ping, { authorization: `Bearer ${planted.ssn}` });
    await send(place, ping, { authorization: `Basic ${planted.email}` });
    await send(place, ping, { authorization: null, "x-forwarded-for": planted.email });
    await send(place, `{"x":"${planted.email}"`, client.headers());
    await attempts().flush();
    const rows = await rowsOf(place);
    expect(rows.map(({ method }) => method)).toContain("resources/[REDACTED_EMAIL]");
    expect(rows.length).toBeGreaterThan(15);
    expectNoTrace(await everyRow(), everything);
    expectNoTrace(log.text(), everything);
  });

  it("no token stands anywhere", async () => {
    const token = "canary-token-0123456789";
    await send(corridor, "{", { authorization: `Bearer ${token}` });
    await send(corridor, ping, { authorization: `Bearer ${token}` });
    await attempts().flush();
    expectNoTrace(await everyRow(), [token, corridor.token]);
    expectNoTrace(log.text(), [token, corridor.token]);
  });
});

it("the chains of all these rows are whole (T94)", async () => {
  const { findings } = await verifyRecord({ keptElsewhere: [], onProgress: () => {} });
  expect(findings.all).toEqual([]);
});
