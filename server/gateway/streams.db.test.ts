import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import {
  addAccess,
  type Corridor,
  openCorridor,
  recordOf,
  setTool,
} from "@/server/testing/corridor";
import { LegacyClient, read, readUntil, send, sendModern } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";
import { lives } from "./live";

const changed = "notifications/tools/list_changed";

describe.each(["E25", "E26"] as const)("in front of an %s server", (era) => {
  let upstream: FakeUpstream;
  let corridor: Corridor;
  let client: LegacyClient;
  let leave: AbortController;

  beforeAll(async () => {
    upstream = await startFakeUpstream({ era });
    corridor = await openCorridor([upstream], ["echo", "slow"]);
    client = await LegacyClient.connect(corridor);
    leave = new AbortController();
  });
  afterEach(() => {
    leave.abort();
    leave = new AbortController();
  });
  afterAll(async () => {
    await closeAllSessions();
    await upstream.close();
  });

  const streamOf = async (response: Response) => {
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toContain("no-transform");
    if (!response.body) throw new Error("no stream");
    return response.body.getReader();
  };
  /** Resolves when the upstream began the call that `begin` makes. */
  async function begun<T>(begin: () => Promise<T>): Promise<{ calling: Promise<T> }> {
    const before = upstream.executed.length;
    const calling = begin();
    await expect.poll(() => upstream.executed.length).toBe(before + 1);
    return { calling };
  }
  const slow = (steps: number, id: number) =>
    client.request("tools/call", { name: "slow", arguments: { steps, ms: 50 } }, id);
  const outcome = async () => (await recordOf(corridor.endpoint.id)).logs.at(-1)?.outcome;
  const streamRows = async (userId: string) => {
    const method = { in: ["GET", "subscriptions/listen"] };
    const orderBy = { startedAt: "asc" } as const;
    const rows = await db().activityLog.findMany({ where: { userId, method }, orderBy });
    return rows.map((row) => row.outcome);
  };
  const person = async () => ({
    ...corridor,
    ...(await addAccess({ ...corridor, endpointId: corridor.endpoint.id, role: "member" })),
  });

  it("a GET stream tells of a toggled tool, and of nothing that changes no list", async () => {
    const reader = await streamOf(await client.stream(leave.signal));
    expect(await readUntil(reader, "\n\n")).not.toContain(changed);
    await db().mcpEndpoint.update({
      where: { id: corridor.endpoint.id },
      data: { description: era },
    });
    await bus().settled();
    await setTool(corridor.endpoint.id, "echo", new Date());
    const told = await readUntil(reader, changed);
    expect(told.match(/list_changed/g)).toHaveLength(1);
    await setTool(corridor.endpoint.id, "echo", null);
    await readUntil(reader, changed);
  });

  it("a newer GET stream of the session takes the place of the older", async () => {
    const first = await streamOf(await client.stream(leave.signal));
    await readUntil(first, "\n\n");
    await streamOf(await client.stream(leave.signal));
    expect((await first.read()).done).toBe(true);
  });

  it("a subscription is acknowledged first, then told, each time with its id", async () => {
    const params = { notifications: { toolsListChanged: true, resourceSubscriptions: ["x://y"] } };
    const reader = await streamOf(
      await sendModern(
        corridor,
        "subscriptions/listen",
        params,
        {},
        { id: "sub-1", signal: leave.signal },
      ),
    );
    const hello = await readUntil(reader, "\n\n");
    const first = JSON.parse(hello.slice(hello.indexOf("data: ") + 6)) as unknown;
    const _meta = { "io.modelcontextprotocol/subscriptionId": "sub-1" };
    expect(first).toEqual({
      jsonrpc: "2.0",
      method: "notifications/subscriptions/acknowledged",
      params: { _meta, notifications: { toolsListChanged: true } },
    });
    await setTool(corridor.endpoint.id, "echo", new Date());
    expect(await readUntil(reader, changed)).toContain(
      '"io.modelcontextprotocol/subscriptionId":"sub-1"',
    );
    await setTool(corridor.endpoint.id, "echo", null);
  });

  it("a subscription to nothing we have ends at once, and one without a filter is refused", async () => {
    const empty = await read(
      await sendModern(corridor, "subscriptions/listen", { notifications: {} }),
    );
    expect(empty.messages.map((one) => one.method ?? "result")).toEqual([
      "notifications/subscriptions/acknowledged",
      "result",
    ]);
    const refused = await read(await sendModern(corridor, "subscriptions/listen"));
    expect(refused.message.error?.code).toBe(-32602);
  });

  it("streams and calls end when access is revoked, the call as revoked (T66)", async () => {
    const mine = await person();
    const own = await LegacyClient.connect(mine);
    const reader = await streamOf(await own.stream(leave.signal));
    const seen = upstream.cancelled.length;
    const { calling } = await begun(() =>
      own.call("slow", { steps: 100, ms: 100 }, { progressToken: 1 }),
    );
    const revokedAt = performance.now();
    await db().oAuthGrant.update({ where: { id: mine.grantId }, data: { revokedAt: new Date() } });
    const { text } = await calling;
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
    await expect.poll(() => upstream.cancelled.length).toBe(seen + 1);
    expect(text).not.toContain("done after");
    expect(await outcome()).toBe("revoked");
    await expect.poll(async () => (await reader.read()).done).toBe(true);
    await expect.poll(() => streamRows(mine.userId)).toEqual(["ok", "revoked"]);
    expect((await own.request("ping")).status).toBe(401);
  });

  it("a subscription that is cut off has its opening and its end in the record (T66)", async () => {
    const mine = await person();
    const params = { notifications: { toolsListChanged: true } };
    const reader = await streamOf(await sendModern(mine, "subscriptions/listen", params));
    await readUntil(reader, "acknowledged");
    expect(await streamRows(mine.userId)).toEqual(["ok"]);
    await db().oAuthGrant.update({ where: { id: mine.grantId }, data: { revokedAt: new Date() } });
    await expect.poll(async () => (await reader.read()).done).toBe(true);
    await expect.poll(() => streamRows(mine.userId)).toEqual(["ok", "revoked"]);
  });

  it("streams end when the session is ended, wherever that happens", async () => {
    const own = await LegacyClient.connect(corridor);
    const reader = await streamOf(await own.stream(leave.signal));
    const ended = { ...own.headers(), "content-type": null };
    await send(corridor, null, ended, { method: "DELETE" });
    await expect.poll(async () => (await reader.read()).done).toBe(true);
  });

  it("a client of 2025 that leaves cancels nothing (T75)", async () => {
    const raw = JSON.stringify({
      jsonrpc: "2.0",
      id: "left",
      method: "tools/call",
      params: { name: "slow", arguments: { steps: 3, ms: 60 } },
    });
    const { calling } = await begun(() => client.raw(raw, { signal: leave.signal }));
    leave.abort();
    await calling.catch(() => {});
    await expect.poll(outcome).toBe("ok");
    const { logs } = await recordOf(corridor.endpoint.id);
    const where = { callId: logs.at(-1)?.id ?? "", side: "response" };
    const { body } = await db().activityPayload.findFirstOrThrow({ where });
    expect(body).toContain("done after 3 steps");
  });

  it("a client of 2026-07-28 that leaves cancels its call within a second (T75)", async () => {
    const seen = upstream.cancelled.length;
    const params = { name: "slow", arguments: { steps: 100, ms: 100 } };
    const { calling } = await begun(() =>
      sendModern(corridor, "tools/call", params, {}, { signal: leave.signal }),
    );
    leave.abort();
    await calling.catch(() => {});
    await expect.poll(() => upstream.cancelled.length, { timeout: 1_500 }).toBe(seen + 1);
    await expect.poll(outcome).toBe("cancelled");
  });

  it("a cancelled call of 2025 ends without a response, here or on another replica", async () => {
    for (const elsewhere of [false, true]) {
      const seen = upstream.cancelled.length;
      const { calling } = await begun(() => slow(100, 77));
      if (elsewhere) {
        const session = await db().mcpSession.findFirstOrThrow({
          orderBy: { createdAt: "desc" },
          where: { grantId: corridor.grantId },
        });
        const ids = await db().mcpSession.findMany({ where: { grantId: corridor.grantId } });
        for (const { id } of [session, ...ids]) await bus().publish("cancel", `${id}:77`);
      } else await client.notify("notifications/cancelled", { requestId: 77 });
      const { messages } = await calling;
      expect(messages).toEqual([]);
      await expect.poll(() => upstream.cancelled.length).toBe(seen + 1);
      expect(await outcome()).toBe("cancelled");
      await client.call("echo", { text: "between" });
    }
  });

  it("cancels of somebody else's request, or of none, do nothing (T76)", async () => {
    const other = await LegacyClient.connect(await person());
    const { calling } = await begun(() => slow(3, 88));
    for (const requestId of [88, "88", null, {}, 1e9])
      expect((await other.notify("notifications/cancelled", { requestId })).status).toBe(202);
    expect((await calling).message.result.content[0].text).toBe("done after 3 steps");
  });

  it("nothing stays open in the end", async () => {
    await expect.poll(() => lives().all.size).toBe(0);
  });
});
