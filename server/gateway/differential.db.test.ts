// Messages that two parsers could read differently (security: T65, T67, T69): refused as a whole, whatever the era.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Corridor, openCorridor } from "@/server/testing/corridor";
import { LegacyClient, read, send } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "add"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
const call = (params: string, rest = "") =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}${rest}}`;
const echo = '"name":"echo","arguments":{"text":"x"}';

describe("messages two parsers read differently (T65, T67, T69)", () => {
  it.each([
    [
      "the method twice, once escaped",
      `{"jsonrpc":"2.0","id":1,"method":"ping","\\u006dethod":"tools/call","params":{${echo}}}`,
    ],
    ["the name twice, once escaped", call(`{${echo},"n\\u0061me":"add"}`)],
    ["a key twice deep inside", call('{"name":"echo","arguments":{"text":"x","o":{"a":1,"a":2}}}')],
    ["Method", `{"jsonrpc":"2.0","id":1,"Method":"tools/call","method":"ping","params":{${echo}}}`],
    ["METHOD alone", `{"jsonrpc":"2.0","id":1,"METHOD":"tools/call","params":{${echo}}}`],
    ["PARAMS", call(`{${echo}}`, ',"PARAMS":{}')],
    ["paramſ", call(`{${echo}}`, ',"paramſ":{}')],
    ["a wide name", call(`{${echo},"ｎａｍｅ":"add"}`)],
    ["Arguments", call(`{${echo},"Arguments":{}}`)],
    ["__proto__", call(`{${echo}}`, ',"__proto__":{"method":"x"}')],
    ["__proto__ in the params", call(`{${echo},"__proto__":{"name":"add"}}`)],
    ["ID beside id", call(`{${echo}}`, ',"ID":2')],
    ["params as null", call("null")],
    ["params as true", call("true")],
    ["a boolean id", `{"jsonrpc":"2.0","id":true,"method":"tools/call","params":{${echo}}}`],
    ["an id without end", `{"jsonrpc":"2.0","id":"${"x".repeat(300)}","method":"ping"}`],
    ["two messages", `${ping}${ping}`],
    ["two messages on two lines", `${ping}\n${ping}`],
    ["a comment", `${ping}//`],
    ["NaN", call('{"name":"echo","arguments":{"text":NaN}}')],
    ["a leading zero", call('{"name":"echo","arguments":{"text":01}}')],
    [
      "a method that is no string",
      `{"jsonrpc":"2.0","id":1,"method":["tools/call"],"params":{${echo}}}`,
    ],
    ["jsonrpc as a number", `{"jsonrpc":2.0,"id":1,"method":"ping"}`],
    ["a nested batch", `[[${ping}]]`],
    ["a batch of notifications", '[{"jsonrpc":"2.0","method":"notifications/initialized"}]'],
    ["a call as a notification", `{"jsonrpc":"2.0","method":"tools/call","params":{${echo}}}`],
    ["65 levels", call(`{"name":"echo","arguments":{"text":${"[".repeat(65)}${"]".repeat(65)}}}`)],
  ])("%s: 400, nothing executed", async (_what, body) => {
    for (const headers of [client.headers(), { "mcp-protocol-version": "2026-07-28" }]) {
      const { status, message } = await read(await send(corridor, body, headers));
      expect(status).toBe(400);
      expect([-32600, -32602, -32700]).toContain(message.error?.code);
    }
    expect(upstream.executed).toEqual([]);
  });

  it("UTF-16, a byte order mark and overlong bytes are no JSON", async () => {
    const overlong = Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.from([0xc0, 0xaf]),
      Buffer.from('"}'),
    ]);
    for (const body of [
      Buffer.from(ping, "utf16le"),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(ping, "utf16le")]),
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(ping)]),
      overlong,
      Buffer.from([0xed, 0xa0, 0x80]),
    ]) {
      const { status, message } = await read(await client.raw(new Uint8Array(body)));
      expect(status).toBe(400);
      expect(message.error?.code).toBe(-32700);
    }
  });
});
