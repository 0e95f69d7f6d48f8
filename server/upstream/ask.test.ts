import { describe, expect, test, vi } from "vitest";
import {
  event,
  good,
  idOf,
  sendJson,
  startRawUpstream,
  stream,
} from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  adopt,
  closeUpstreams,
  echo,
  failureOf,
  targetOf,
  toolCall,
  until,
} from "@/server/testing/upstream-calls";
import { callUpstream } from "./call";

vi.setConfig({ testTimeout: 30_000 });
closeUpstreams();

describe("what a server says beside its answer (T61)", () => {
  /** An E25 server that streams these messages before it answers a call. */
  function chatty(messages: (id: string) => string[]): Promise<FakeUpstream> {
    return startRawUpstream((request, response) => {
      const result = '{"protocolVersion":"2025-11-25","capabilities":{}}';
      const id = idOf(request);
      if (request.rpcMethod === "initialize")
        sendJson(response, `{"jsonrpc":"2.0","id":${id},"result":${result}}`);
      else if (request.rpcMethod !== "tools/call") response.writeHead(202).end();
      else stream(response).end([...messages(id), good(id)].map(event).join(""));
    });
  }

  const progress = (token: string) =>
    `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${token},"progress":1e400}}`;

  test("only log messages and the progress of this very call get through", async () => {
    const upstream = await adopt(
      chatty((id) => [
        progress("999999"),
        progress('"mine"'),
        progress(`"${id}"`),
        progress(id),
        '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}',
        '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}',
        '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1.50}}',
      ]),
    );
    const seen: string[] = [];
    const params = '{"name":"echo","_meta":{"progressToken":"mine"}}';
    const onNotification = (raw: string) => seen.push(raw);
    await callUpstream(targetOf(upstream), { ...toolCall("echo", {}, { onNotification }), params });
    expect(seen).toEqual([
      progress('"mine"'),
      '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":1.50}}',
    ]);
  });

  test("requests of the server are declined, never passed on; a ping is answered", async () => {
    const upstream = await adopt(
      chatty(() => [
        '{"jsonrpc":"2.0","id":"s1","method":"sampling/createMessage","params":{}}',
        '{"jsonrpc":"2.0","id":2,"method":"ping"}',
      ]),
    );
    const seen: string[] = [];
    await callUpstream(targetOf(upstream), echo("x", { onNotification: (raw) => seen.push(raw) }));
    expect(seen).toEqual([]);
    const replies = () =>
      upstream.requests.filter((one) => one.rpcMethod === null).map((one) => one.body);
    await until(() => replies().length === 2);
    expect(replies().sort()).toEqual([
      '{"jsonrpc":"2.0","id":"s1","error":{"code":-32601,"message":"Method not found"}}',
      '{"jsonrpc":"2.0","id":2,"result":{}}',
    ]);
  });

  test("a server that keeps asking is refused", async () => {
    const request = '{"jsonrpc":"2.0","id":1,"method":"roots/list"}';
    const upstream = await adopt(chatty(() => Array.from({ length: 40 }, () => request)));
    expect((await failureOf(callUpstream(targetOf(upstream), echo("x")))).code).toBe(
      "upstream_invalid",
    );
  });

  test("a flood of log messages is thinned to 1,000", async () => {
    const message = '{"jsonrpc":"2.0","method":"notifications/message","params":{"data":1}}';
    const upstream = await adopt(chatty(() => Array.from({ length: 2_000 }, () => message)));
    let seen = 0;
    await callUpstream(targetOf(upstream), echo("x", { onNotification: () => void seen++ }));
    expect(seen).toBe(1_000);
  });
});

describe("a stream that broke off", () => {
  let asked = "";
  const breaking = () =>
    startRawUpstream((request, response) => {
      const result = '{"protocolVersion":"2025-11-25","capabilities":{}}';
      if (request.rpcMethod === "initialize")
        sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"result":${result}}`);
      else if (request.rpcMethod === "tools/call") {
        asked = idOf(request);
        stream(response).write("id: e1\nretry: 10\ndata: \n\n", () => response.destroy());
      } else if (request.headers["last-event-id"] === "e1")
        stream(response).end(event(good(asked, "later")));
      else response.writeHead(202).end();
    });

  test("is taken up again where E25 allows it, without a second call", async () => {
    const upstream = await adopt(breaking());
    const answer = await callUpstream(targetOf(upstream), echo("x"));
    expect(answer.raw).toContain("later");
    expect(upstream.count("tools/call")).toBe(1);
  });

  test("is over in E26, which cannot take it up", async () => {
    const upstream = await adopt(breaking());
    const error = await failureOf(callUpstream(targetOf(upstream, { era: "E26" }), echo("x")));
    expect(error.code).toBe("upstream_unreachable");
    expect(upstream.count("tools/call")).toBe(1);
  });
});
