import { describe, expect, test, vi } from "vitest";
import {
  idOf,
  sendJson,
  startCannedUpstream,
  startRawUpstream,
} from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  adopt,
  closeUpstreams,
  echo,
  failureOf,
  start,
  targetOf,
  toolCall,
  until,
} from "@/server/testing/upstream-calls";
import { callUpstream } from "./call";
import type { Era } from "./target";

vi.setConfig({ testTimeout: 30_000 });
closeUpstreams();

const eras: Era[] = ["E25", "E26"];

describe.each(eras)("an %s upstream", (era) => {
  const target = (upstream: FakeUpstream) => targetOf(upstream, { era });

  test("answers a call", async () => {
    const upstream = await start({ era });
    const answer = await callUpstream(target(upstream), echo("hello"));
    expect(answer.kind).toBe("result");
    expect(JSON.parse(answer.raw).content).toEqual([{ type: "text", text: "hello" }]);
  });

  test("sends progress under the client's own token, and log messages", async () => {
    const upstream = await start({ era });
    const seen: unknown[] = [];
    const call = toolCall(
      "slow",
      {},
      {
        params:
          '{"name":"slow","arguments":{"steps":2,"ms":1},"_meta":{"progressToken":"täken 7"}}',
        onNotification: (raw) => seen.push(JSON.parse(raw).params.progressToken),
      },
    );
    await callUpstream(target(upstream), call);
    expect(seen).toEqual(["täken 7", "täken 7"]);
    const logged: unknown[] = [];
    const onNotification = (raw: string) => logged.push(JSON.parse(raw).params.data);
    await callUpstream(target(upstream), toolCall("log", { text: "note" }, { onNotification }));
    expect(logged).toEqual(["note"]);
  });

  test("is told when a call is cancelled, and the caller does not wait for it", async () => {
    const upstream = await start({ era });
    const stop = new AbortController();
    const signal = stop.signal;
    const calling = callUpstream(
      target(upstream),
      toolCall("slow", { steps: 100, ms: 20 }, { signal }),
    );
    await until(() => upstream.executed.length === 1);
    stop.abort(new Error("the client left"));
    await expect(calling).rejects.toThrow("the client left");
    await until(() => upstream.cancelled.length === 1);
    expect(upstream.count("notifications/cancelled")).toBe(era === "E25" ? 1 : 0);
  });

  test("sees only its own credential", async () => {
    const upstream = await start({ era, bearer: "right" });
    const headers = { authorization: "Bearer right" };
    const answer = await callUpstream(
      { ...target(upstream), headers, credentialKey: "c1:1" },
      echo("x"),
    );
    expect(answer.kind).toBe("result");
    const error = await failureOf(
      callUpstream(
        { ...target(upstream), headers: { authorization: "Bearer wrong" }, credentialKey: "c1:2" },
        echo("x"),
      ),
    );
    expect(error.code).toBe("connection_required");
    expect(JSON.stringify(error.details)).not.toContain("Bearer");
  });

  test("numbers and unknown fields pass unchanged in both directions", async () => {
    const odd = '{"n":12345678901234567890,"e":1e400,"d":0.1000,"z":-0,"unknown":{"x":[1.0]}}';
    const result = `{"content":[],"structuredContent":${odd},"later":true}`;
    const tools = ['{"name":"odd","inputSchema":{"type":"object"}}'];
    const upstream = await adopt(startCannedUpstream({ era, tools, call: () => result }));
    const params = `{"name":"odd","arguments":${odd},"unknownParam":1e400,"_meta":{"trace":1.50}}`;
    const answer = await callUpstream(target(upstream), { ...toolCall("odd", {}), params });
    expect(answer.raw).toBe(result);
    const sent = upstream.requests.at(-1)?.body ?? "";
    expect(sent).toContain(`"arguments":${odd},"unknownParam":1e400,"_meta":{"trace":1.50`);
  });
});

describe("E26 requests", () => {
  test("carry the envelope and mirror it in headers, encoded where needed", async () => {
    const tools = ['{"name":"größe","inputSchema":{"type":"object"}}'];
    const upstream = await adopt(
      startCannedUpstream({ era: "E26", tools, call: () => '{"content":[]}' }),
    );
    const params =
      '{"name":"größe","_meta":{"io.modelcontextprotocol/clientCapabilities":{"sampling":{}},"a":1}}';
    const paramHeaders = { "mcp-param-region": "eu" };
    await callUpstream(targetOf(upstream, { era: "E26" }), {
      ...toolCall("größe", {}),
      params,
      paramHeaders,
    });
    const request = upstream.requests.at(-1);
    expect(request?.headers).toMatchObject({
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": `=?base64?${Buffer.from("größe").toString("base64")}?=`,
      "mcp-param-region": "eu",
    });
    expect(JSON.parse(request?.body ?? "").params._meta).toEqual({
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "gatehouse", version: "0.1.0" },
      "io.modelcontextprotocol/clientCapabilities": {},
      a: 1,
    });
  });

  test.each([
    ["a question to the person", '{"resultType":"input_required","inputRequests":{}}'],
    ["a task", '{"resultType":"task","task":{}}'],
  ])("%s, which we never said we can carry, is refused", async (_what, result) => {
    const upstream = await adopt(
      startCannedUpstream({ era: "E26", tools: [], call: () => result }),
    );
    expect(
      (await failureOf(callUpstream(targetOf(upstream, { era: "E26" }), echo("x")))).code,
    ).toBe("upstream_invalid");
  });
});

test("one slow server does not slow another", async () => {
  const slow = await start();
  const quick = await start();
  const stops = Array.from({ length: 50 }, () => new AbortController());
  const waiting = stops.map((stop, index) => {
    const session = { kind: "kept", key: `g${index}` } as const;
    const call = toolCall("slow", { steps: 1, ms: 60_000 }, { session, signal: stop.signal });
    return callUpstream(targetOf(slow), call).catch(() => "stopped");
  });
  await until(() => slow.executed.length === 50);
  for (let turn = 0; turn < 10; turn++) await callUpstream(targetOf(quick), echo("x"));
  expect(slow.cancelled.length).toBe(0);
  for (const stop of stops) stop.abort(new Error("enough"));
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["stopped"]));
});

test("a JSON-RPC error is an answer, passed on as it is", async () => {
  const raw = '{"code":-32602,"message":"Unknown tool: x","data":{"n":1e400}}';
  const upstream = await adopt(
    startRawUpstream((request, response) =>
      sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"error":${raw}}`),
    ),
  );
  expect(await callUpstream(targetOf(upstream, { era: "E26" }), echo("x"))).toEqual({
    kind: "error",
    raw,
  });
});
