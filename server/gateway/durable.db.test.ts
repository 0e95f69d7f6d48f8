import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forget } from "@/server/core/shared";
import { recordPool } from "@/server/infra/pg";
import { type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { LegacyClient } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

describe("a record that cannot be written (T88)", () => {
  it("refuses the call with 503 and contacts no upstream, then recovers by itself", async () => {
    const executed = upstream.executed.length;
    await recordPool().end();
    const { status, headers, message } = await client.call("echo", { text: "unseen" });
    expect(status).toBe(503);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(message.error).toMatchObject({ code: -32603, data: { reason: "audit_unavailable" } });
    const denied = await client.call("nonsense");
    expect(denied.status).toBe(503);
    expect(upstream.executed).toHaveLength(executed);
    forget("pg.record");
    expect((await client.call("echo", { text: "seen" })).message.result.content[0].text).toBe(
      "seen",
    );
  });

  it("withholds the result of a call whose outcome is not durable, plain or streamed", async () => {
    const isUnderWay = () => upstream.executed.at(-1)?.tool === "slow";
    for (const meta of [undefined, { progressToken: 1 }]) {
      await client.call("echo", { text: "between" });
      const calling = client.call("slow", { steps: 2, ms: 100 }, meta);
      await expect.poll(isUnderWay).toBe(true);
      await recordPool().end();
      const { status, headers, text, message } = await calling;
      expect(status).toBe(meta ? 200 : 503);
      expect(headers.has("retry-after")).toBe(false);
      expect(message.error).toMatchObject({ code: -32603, data: { reason: "outcome_unrecorded" } });
      expect(text).not.toContain("done after");
      forget("pg.record");
    }
    const { starts, logs } = await recordOf(corridor.endpoint.id);
    expect(starts.length).toBe(logs.filter((row) => row.decision === "allowed").length + 2);
  });
});
