// What a server says beside its answer (security: T61): the client hears of the progress it asked for, and of nothing else.
import { afterAll, beforeAll, expect, it } from "vitest";
import { event, idOf, sendJson, startRawUpstream, stream } from "@/server/testing/canned-upstream";
import { type Corridor, openCorridor } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import type { FakeUpstream } from "@/server/testing/fake-upstream";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;
let said: (id: string, token: string) => string[];

const note = (method: string, params: unknown) =>
  JSON.stringify({ jsonrpc: "2.0", method, params });

beforeAll(async () => {
  upstream = await startRawUpstream((request, response) => {
    const { method, params } = JSON.parse(request.body);
    const id = idOf(request);
    const rest = '"resultType":"complete","ttlMs":0,"cacheScope":"private"';
    const answer = (result: string) =>
      sendJson(response, `{"jsonrpc":"2.0","id":${id},"result":{${result},${rest}}}`);
    if (method === "server/discover")
      return answer('"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}');
    if (method === "tools/list")
      return answer('"tools":[{"name":"talk","inputSchema":{"type":"object"}}]');
    const token = JSON.stringify(params._meta.progressToken ?? null);
    stream(response);
    for (const text of said(String(id), token)) response.write(event(text));
    response.end(
      event(`{"jsonrpc":"2.0","id":${id},"result":{"content":[],"resultType":"complete"}}`),
    );
  });
  corridor = await openCorridor([upstream]);
  client = await LegacyClient.connect(corridor);
});
afterAll(() => upstream.close());

const progress = (token: string) =>
  `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${token},"progress":1}}`;

it.each<[string, (id: string, token: string) => string[]]>([
  [
    "a log message that speaks of progress",
    () => [note("notifications/message", { level: "info", data: "notifications/progress" })],
  ],
  ["progress of another call", () => [progress('"mine"'), progress("1"), progress("null")]],
  ["that its tools changed", () => [note("notifications/tools/list_changed", {})]],
  ["that a session was cancelled", () => [note("notifications/cancelled", { requestId: 1 })]],
  ["a subscription's beginning", () => [note("notifications/subscriptions/acknowledged", {})]],
  ["something unheard of", () => [note("notifications/evil", { x: "y" })]],
])("%s is not passed on", async (_what, words) => {
  said = words;
  const meta = { _meta: { progressToken: "mine" } };
  const answers = [
    await client.call("talk", {}, meta._meta),
    await askModern(corridor, "tools/call", { name: "talk", arguments: {}, ...meta }),
  ];
  for (const { messages, message } of answers) {
    expect(messages).toHaveLength(1);
    expect(message.result.content).toEqual([]);
  }
});

it("progress of this call is, under the client's own token, in both eras", async () => {
  said = (_id, token) => [progress(token), progress(token)];
  const meta = { _meta: { progressToken: "mine" } };
  const answers = [
    await client.call("talk", {}, meta._meta),
    await askModern(corridor, "tools/call", { name: "talk", arguments: {}, ...meta }),
  ];
  for (const { messages } of answers) {
    expect(messages).toHaveLength(3);
    for (const one of messages.slice(0, 2)) expect(one.params?.["progressToken"]).toBe("mine");
  }
});
