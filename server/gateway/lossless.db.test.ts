import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/server/infra/db";
import { startCannedUpstream } from "@/server/testing/canned-upstream";
import { type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { LegacyClient, read, send, sendModern } from "@/server/testing/corridor-client";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

const numbers = '"n":[12345678901234567890,1e400,0.1000,-0,9007199254740993,1E-7]';
const result = `{"content":[{"type":"text","text":"ok","x-new":{${numbers}}}],"structuredContent":{${numbers}},"x-unknown":null,"_meta":{"ui":{"a":1}}}`;
const tool = `{"name":"exact","title":"T","inputSchema":{"type":"object","x-kept":{${numbers}}},"x-vendor":[1.0],"_meta":{"ui.resourceUri":"ui://x"}}`;

describe.each(["E25", "E26"] as const)("what passes through to an %s server and back", (era) => {
  let upstream: FakeUpstream;
  let corridor: Corridor;
  let client: LegacyClient;

  beforeAll(async () => {
    const tail = era === "E26" ? ',"resultType":"complete"}' : "}";
    const call = () => result.replace(/\}$/, tail);
    upstream = await startCannedUpstream({ era, tools: [tool], call });
    corridor = await openCorridor([upstream]);
    client = await LegacyClient.connect(corridor);
  });
  afterAll(async () => {
    await closeAllSessions();
    await upstream.close();
  });

  it("keeps every byte of arguments and result (T68)", async () => {
    const args = `{"z":{${numbers}},"a":"\\u0000\\u00e9\\/","deep":{"__proto__":{"x":1}}}`;
    const params = `{"name":"exact", "arguments": ${args} ,"x-extra":1.50}`;
    const answer = await read(
      await client.raw(
        `{"jsonrpc":"2.0","id":12345678901234567890,"method":"tools/call","params":${params}}`,
      ),
    );
    const sent = upstream.requests.at(-1)?.body ?? "";
    expect(sent).toContain(args);
    expect(sent).toContain('"x-extra":1.50');
    expect(answer.text).toBe(`{"jsonrpc":"2.0","id":12345678901234567890,"result":${result}}`);
  });

  it("keeps them for a client of 2026-07-28, too", async () => {
    const answer = await read(
      await sendModern(corridor, "tools/call", { name: "exact" }, {}, { id: "ä-1" }),
    );
    expect(answer.text).toContain(numbers);
    expect(answer.text).toContain('"x-unknown":null');
    expect(answer.message).toMatchObject({ id: "ä-1", result: { resultType: "complete" } });
  });

  it("records exactly what was said", async () => {
    await client.call("exact", { text: "noted" });
    const { logs } = await recordOf(corridor.endpoint.id);
    const rows = await db().activityPayload.findMany({ where: { callId: logs.at(-1)?.id ?? "" } });
    const bodies = Object.fromEntries(rows.map((row) => [row.side, row.body]));
    expect(bodies["request"]).toBe('{"name":"exact","arguments":{"text":"noted"}}');
    expect(bodies["response"]).toContain(numbers);
  });

  it("lists the definition as the server wrote it, but for a name that had to change", async () => {
    const listed = await client.request("tools/list");
    expect(listed.text).toBe(
      `{"jsonrpc":"2.0","id":${listed.message.id},"result":{"tools":[${tool}]}}`,
    );
    await db().endpointTool.updateMany({
      where: { endpointId: corridor.endpoint.id },
      data: { exposedName: "other__exact" },
    });
    await expect
      .poll(async () => (await client.request("tools/list")).text)
      .toContain(tool.replace('"exact"', '"other__exact"'));
    const answer = await client.call("other__exact", {});
    expect(answer.message.result["x-unknown"]).toBeNull();
    expect(upstream.requests.at(-1)?.body).toContain('"name":"exact"');
  });
});

describe("an E26 server whose output is no object, for a client of 2025", () => {
  it("gives the value as the member result, in the schema and in the result alike", async () => {
    const definition =
      '{"name":"rows","inputSchema":{"type":"object"},"outputSchema":{"type":"array"}}';
    const call = () => '{"content":[],"structuredContent":[1,1e400],"resultType":"complete"}';
    const upstream = await startCannedUpstream({ era: "E26", tools: [definition], call });
    const corridor = await openCorridor([upstream]);
    const client = await LegacyClient.connect(corridor);
    const schema =
      '{"type":"object","properties":{"result":{"type":"array"}},"required":["result"]}';
    expect((await client.request("tools/list")).text).toContain(`"outputSchema":${schema}`);
    expect((await client.call("rows")).text).toContain('"structuredContent":{"result":[1,1e400]}');
    const modern = await read(await sendModern(corridor, "tools/call", { name: "rows" }));
    expect(modern.text).toContain('"structuredContent":[1,1e400]');
    await upstream.close();
  });
});

describe("messages that two parsers could read differently (T65, T67, T69)", () => {
  let upstream: FakeUpstream;
  let client: LegacyClient;
  let corridor: Corridor;

  beforeAll(async () => {
    upstream = await startCannedUpstream({ era: "E25", tools: [tool], call: () => result });
    corridor = await openCorridor([upstream]);
    client = await LegacyClient.connect(corridor);
  });
  afterAll(async () => {
    await closeAllSessions();
    await upstream.close();
  });

  const call = (params: string, top = "") =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}${top}}`;

  it.each([
    ["a duplicate key", call('{"name":"exact"}', ',"method":"ping"'), -32600],
    [
      "a duplicate key in the arguments",
      call('{"name":"exact","arguments":{"a":1,"\\u0061":2}}'),
      -32600,
    ],
    ["a duplicate name", call('{"name":"exact","name":"other"}'), -32600],
    ["Method", call('{"name":"exact"}', ',"Method":"ping"'), -32600],
    ["paramſ", call('{"name":"exact"}', ',"paramſ":{}'), -32600],
    ["Name in the params", call('{"name":"exact","NAME":"other"}'), -32600],
    ["__proto__", call('{"name":"exact"}', ',"__proto__":{"method":"ping"}'), -32600],
    ["params as an array", call('["exact"]'), -32600],
    ["params as a string", call('"exact"'), -32600],
    ["a batch", `[${call('{"name":"exact"}')}]`, -32600],
    ["an empty batch", "[]", -32600],
    ["a scalar", "1", -32600],
    ["no jsonrpc", '{"id":1,"method":"ping"}', -32600],
    ["jsonrpc 1.0", '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ["a null id", '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ["an object as id", '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    [
      "a request without id",
      '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"exact"}}',
      -32600,
    ],
    [
      "a notification with id",
      '{"jsonrpc":"2.0","id":1,"method":"notifications/initialized"}',
      -32600,
    ],
    [
      "a request that is a response, too",
      '{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}',
      -32600,
    ],
    ["no JSON", "{nope", -32700],
    ["an empty body", "", -32700],
    ["a lone surrogate", call('{"name":"\\ud800"}'), -32700],
    ["a byte order mark", `\ufeff${call('{"name":"exact"}')}`, -32700],
    ["1,000,000 levels", `${"[".repeat(400_000)}${"]".repeat(400_000)}`, -32600],
    [
      "5,000 levels of objects",
      call(`{"name":"exact","arguments":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`),
      -32600,
    ],
    [
      "100,000 keys",
      call(
        `{"name":"exact","arguments":{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join()}}}`,
      ),
      -32600,
    ],
  ])("are refused: %s", async (_what, body, code) => {
    const begun = performance.now();
    const { status, message } = await read(await client.raw(body));
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(status).toBe(400);
    expect(message.error?.code).toBe(code);
    expect(upstream.executed).toEqual([]);
  });

  it("are refused when they are not UTF-8", async () => {
    const body = Buffer.concat([
      Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping","x":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const { status, message } = await read(await client.raw(new Uint8Array(body)));
    expect(status).toBe(400);
    expect(message.error?.code).toBe(-32700);
  });

  it("are passed on without members the protocol does not know beside the params", async () => {
    const { status } = await read(
      await client.raw(call('{"name":"exact"}', ',"trace":{"secret":1}')),
    );
    expect(status).toBe(200);
    expect(upstream.requests.at(-1)?.body).not.toContain("trace");
    expect((await send(corridor, "{}", client.headers())).status).toBe(400);
  });
});
