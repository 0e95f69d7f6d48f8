import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

const eras = [
  { client: "E25", upstream: "E25" },
  { client: "E25", upstream: "E26" },
  { client: "E26", upstream: "E25" },
  { client: "E26", upstream: "E26" },
] as const;

describe.each(eras)("a $client client of an $upstream server", ({ client, upstream: era }) => {
  let upstream: FakeUpstream;
  let corridor: Corridor;
  let legacy: LegacyClient;

  beforeAll(async () => {
    upstream = await startFakeUpstream({ era });
    corridor = await openCorridor([upstream], ["echo", "fail", "slow"]);
    legacy = await LegacyClient.connect(corridor);
  });
  afterAll(async () => {
    await closeAllSessions();
    await upstream.close();
  });

  const ask = (method: string, params: Record<string, unknown> = {}) =>
    client === "E25" ? legacy.request(method, params) : askModern(corridor, method, params);

  it("lists exactly the enabled tools", async () => {
    const { status, message } = await ask("tools/list");
    expect(status).toBe(200);
    expect(message.result.tools.map((tool: { name: string }) => tool.name)).toEqual([
      "echo",
      "fail",
      "slow",
    ]);
    expect(message.result.resultType).toBe(client === "E26" ? "complete" : undefined);
    expect(message.result.cacheScope).toBe(client === "E26" ? "private" : undefined);
  });

  it("calls a tool, and both rows hold what was said", async () => {
    const { status, message } = await ask("tools/call", {
      name: "echo",
      arguments: { text: "hello" },
    });
    expect(status).toBe(200);
    expect(message.result.content).toEqual([{ type: "text", text: "hello" }]);
    expect(message.result.resultType).toBe(client === "E26" ? "complete" : undefined);
    const { starts, logs } = await recordOf(corridor.endpoint.id);
    expect(starts.at(-1)).toMatchObject({ toolName: "echo", era: client, serverName: "Server 1" });
    expect(logs.at(-1)).toMatchObject({ toolName: "echo", outcome: "ok", decision: "allowed" });
    expect(logs.at(-1)?.id).toBe(starts.at(-1)?.id);
  });

  it("records a tool's own error as one", async () => {
    const { message } = await ask("tools/call", { name: "fail" });
    expect(message.result.isError).toBe(true);
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.at(-1)).toMatchObject({ toolName: "fail", outcome: "tool_error" });
  });

  it("relays progress before the result, with the client's own token", async () => {
    const params = {
      name: "slow",
      arguments: { steps: 3, ms: 5 },
      _meta: { progressToken: "mine" },
    };
    const { messages, message, headers } = await ask("tools/call", params);
    expect(headers.get("content-type")).toBe("text/event-stream");
    const progress = messages.filter((one) => one.method === "notifications/progress");
    expect(progress.map((one) => one.params)).toEqual(
      [1, 2, 3].map((step) => expect.objectContaining({ progressToken: "mine", progress: step })),
    );
    expect(message.result.content[0].text).toBe("done after 3 steps");
  });
});

describe("two servers behind one endpoint", () => {
  it("offers both under names that cannot be confused, and each call reaches its own", async () => {
    const [first, second] = await Promise.all([
      startFakeUpstream(),
      startFakeUpstream({ era: "E26" }),
    ]);
    const corridor = await openCorridor([first, second], ["echo"]);
    const client = await LegacyClient.connect(corridor);
    const { message } = await client.request("tools/list");
    const names = message.result.tools.map((tool: { name: string }) => tool.name);
    expect(names).toHaveLength(2);
    for (const name of names)
      expect((await client.call(name, { text: name })).message.result.content[0].text).toBe(name);
    expect(first.executed).toHaveLength(1);
    expect(second.executed).toHaveLength(1);
    await closeAllSessions();
    await Promise.all([first.close(), second.close()]);
  });
});
