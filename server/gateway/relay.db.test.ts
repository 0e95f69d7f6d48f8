// What a server says beside its answer (security: T61): the client hears of the progress and the log messages it asked for,
// and of nothing else.
import { afterAll, beforeAll, expect, it } from "vitest";
import { event, idOf, sendJson, startRawUpstream, stream } from "@/server/testing/canned-upstream";
import { type Corridor, openCorridor, setFilters } from "@/server/testing/corridor";
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

const log = (level: string, data: unknown = level) =>
  note("notifications/message", { level, data });
const every = "debug info notice warning error critical alert emergency".split(" ");
const logLevel = "io.modelcontextprotocol/logLevel";

it.each<[string, (id: string, token: string) => string[]]>([
  [
    "a log message without a level, or of a level there is not",
    () => [note("notifications/message", { data: "notifications/progress" }), log("loud")],
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

const levelsOf = ({ messages }: { messages: { method?: string; params?: object }[] }) =>
  messages.filter(({ method }) => method).map(({ params }) => (params as { level: string }).level);

it("log messages reach a client of 2025 as the server sends them, until it sets a level", async () => {
  said = () => every.map((level) => log(level));
  const fresh = await LegacyClient.connect(corridor);
  expect(levelsOf(await fresh.call("talk"))).toEqual(every);
  expect((await fresh.request("logging/setLevel", { level: "error" })).message.result).toEqual({});
  expect(levelsOf(await fresh.call("talk"))).toEqual(every.slice(4));
  await fresh.request("logging/setLevel", { level: "debug" });
  expect(levelsOf(await fresh.call("talk"))).toEqual(every);
});

it.each([undefined, {}, { level: "loud" }, { level: 3 }])("%j sets no level", async (params) => {
  const { message } = await client.request("logging/setLevel", params);
  expect(message.error?.code).toBe(-32602);
});

it("a level of one session is none of another", async () => {
  said = () => [log("info")];
  const quiet = await LegacyClient.connect(corridor);
  await quiet.request("logging/setLevel", { level: "alert" });
  expect(levelsOf(await quiet.call("talk"))).toEqual([]);
  expect(levelsOf(await client.call("talk"))).toEqual(["info"]);
});

it("log messages reach a client of 2026 only where the request asks for them", async () => {
  said = () => every.map((level) => log(level));
  const ask = (meta: object) =>
    askModern(corridor, "tools/call", { name: "talk", arguments: {}, _meta: meta });
  expect(levelsOf(await ask({}))).toEqual([]);
  expect(levelsOf(await ask({ [logLevel]: "warning" }))).toEqual(every.slice(3));
  expect(levelsOf(await ask({ [logLevel]: "loud" }))).toEqual([]);
});

it("a server of 2026 is asked, in each request, for the level a session of 2025 set", async () => {
  said = () => [];
  const asked = () => JSON.parse(upstream.requests.at(-1)?.body ?? "").params._meta[logLevel];
  const fresh = await LegacyClient.connect(corridor);
  await fresh.call("talk");
  expect(asked()).toBeUndefined();
  await fresh.request("logging/setLevel", { level: "notice" });
  await fresh.call("talk", {}, { progressToken: 1 });
  expect(asked()).toBe("notice");
  await fresh.call("talk");
  expect(asked()).toBe("notice");
});

it("a filter reads each log message as a whole, its data at any depth, and keeps the order", async () => {
  await setFilters(corridor.endpoint.id, null, ["EMAIL", "CREDIT_CARD"]);
  const data = { to: ["jane@x.com"], card: 4111111111111111, "bob@x.com": "x" };
  said = (_id, token) => [log("info", data), progress(token), log("error", "to jane@x.com")];
  const { messages, text } = await client.call("talk", {}, { progressToken: "mine" });
  await setFilters(corridor.endpoint.id, null, null);
  expect(
    messages.slice(0, -1).map(({ params }) => params?.["data"] ?? params?.["progress"]),
  ).toEqual([
    { to: ["[REDACTED_EMAIL]"], card: "[REDACTED_CREDIT_CARD]", "[REDACTED_EMAIL]": "x" },
    1,
    "to [REDACTED_EMAIL]",
  ]);
  expect(text).not.toMatch(/jane|bob|4111/);
});
