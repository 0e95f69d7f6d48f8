import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { env } from "@/server/infra/env";
import { idOf, sendJson, startRawUpstream } from "@/server/testing/canned-upstream";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import type { Recorded } from "@/server/testing/recorded-http";
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

const usual = { ...env() };
beforeEach(() => {
  Object.assign(env(), {
    LIMIT_UPSTREAM_BYTES: 200_000,
    LIMIT_UPSTREAM_EVENT_BYTES: 20_000,
    LIMIT_UPSTREAM_EVENTS: 100,
    UPSTREAM_FIRST_BYTE_MS: 150,
    UPSTREAM_IDLE_MS: 300,
    UPSTREAM_TOTAL_MS: 10_000,
  });
});
afterEach(() => void Object.assign(env(), usual));

const good = (id: string, text = "x") =>
  `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${text}"}]}}`;

async function callAgainst(
  answer: (request: Recorded, response: ServerResponse) => void,
  change: Parameters<typeof echo>[1] = {},
) {
  const upstream = await adopt(startRawUpstream(answer));
  return callUpstream(targetOf(upstream, { era: "E26" }), echo("x", change));
}

const stream = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/event-stream" });

const event = (text: string) => `data: ${text}\n\n`;

describe("an answer that is no sound answer to our request is refused (T55)", () => {
  const bodies: [string, (id: string) => string | Buffer][] = [
    ["no JSON", () => "<html>hello</html>"],
    ["cut off", (id) => good(id).slice(0, -1)],
    ["another id", () => good("424242")],
    ["no id", () => '{"jsonrpc":"2.0","result":{}}'],
    ["a null id", () => good("null")],
    ["the id as a string", (id) => good(`"${id}"`)],
    ["the id as a fraction", (id) => good(`${id}.0`)],
    ["the id twice", (id) => `{"jsonrpc":"2.0","id":1,"id":${id},"result":{}}`],
    ["a batch", (id) => `[${good(id)}]`],
    [
      "result and error",
      (id) => `{"jsonrpc":"2.0","id":${id},"result":{},"error":{"code":1,"message":"x"}}`,
    ],
    ["neither", (id) => `{"jsonrpc":"2.0","id":${id}}`],
    ["a result that is no object", (id) => `{"jsonrpc":"2.0","id":${id},"result":[1]}`],
    ["an error without a code", (id) => `{"jsonrpc":"2.0","id":${id},"error":{"message":"x"}}`],
    ["no version", (id) => `{"id":${id},"result":{}}`],
    ["NaN", (id) => `{"jsonrpc":"2.0","id":${id},"result":{"n":NaN}}`],
    ["a lone surrogate", (id) => good(id, "\\ud800")],
    ["a byte order mark", (id) => `\ufeff${good(id)}`],
    ["bytes that are no UTF-8", (id) => Buffer.from(good(id, "\u00ff"), "latin1")],
    [
      "too deep",
      (id) => `{"jsonrpc":"2.0","id":${id},"result":{"a":${"[".repeat(80)}${"]".repeat(80)}}}`,
    ],
    ["nothing", () => ""],
  ];

  test.each(bodies)("%s, as a JSON body", async (_what, body) => {
    const error = await failureOf(
      callAgainst((request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(body(idOf(request)));
      }),
    );
    expect(error.code).toBe("upstream_invalid");
    expect(error.message).not.toMatch(/html|surrogate|424242/);
  });

  test.each(bodies.filter(([what]) => what !== "nothing"))(
    "%s, in a stream",
    async (_what, body) => {
      const error = await failureOf(
        callAgainst((request, response) => {
          stream(response).write("data: ");
          response.write(body(idOf(request)));
          response.end("\n\n");
        }),
      );
      expect(error.code).toBe("upstream_invalid");
    },
  );

  test("the second answer in a stream is not delivered", async () => {
    const answer = await callAgainst((request, response) => {
      const id = idOf(request);
      stream(response).end(event(good(id, "first")) + event(good(id, "second")));
    });
    expect(answer.raw).toContain("first");
  });

  test.each([
    [200, "text/html", "upstream_invalid"],
    [202, "application/json", "upstream_invalid"],
    [400, "application/json", "upstream_invalid"],
    [404, "text/plain", "upstream_invalid"],
    [429, "text/plain", "upstream_unreachable"],
    [500, "application/json", "upstream_unreachable"],
    [504, "text/html", "upstream_timeout"],
    [401, "application/json", "connection_required"],
    [403, "application/json", "connection_required"],
    [307, "text/plain", "upstream_redirect"],
  ])("status %i with %s is %s, and its body is not quoted", async (status, type, code) => {
    const error = await failureOf(
      callAgainst((_request, response) => {
        response.writeHead(status, { "content-type": type, location: "http://127.0.0.1:1/" });
        response.end("internal detail of the upstream");
      }),
    );
    expect(error.code).toBe(code);
    expect(JSON.stringify([error.message, error.details])).not.toContain("internal detail");
  });
});

describe("an upstream that does not stop, or does not begin, is cut off (T54)", () => {
  function endless(response: ServerResponse, piece: string): void {
    const write = () => {
      while (!response.destroyed && response.write(piece));
    };
    response.on("drain", write);
    write();
  }

  test.each([
    ["a JSON body", "application/json", "x".repeat(10_000)],
    ["a stream without a newline", "text/event-stream", "x".repeat(10_000)],
    ["one endless event", "text/event-stream", `data: ${"x".repeat(1_000)}\n`],
    [
      "endless events",
      "text/event-stream",
      event('{"jsonrpc":"2.0","method":"notifications/message"}'),
    ],
    ["endless comments", "text/event-stream", `: ${"x".repeat(10_000)}\n`],
  ])("%s ends as upstream_too_large", async (_what, type, piece) => {
    const error = await failureOf(
      callAgainst((_request, response) => {
        response.writeHead(200, { "content-type": type });
        endless(response, piece);
      }),
    );
    expect(error.code).toBe("upstream_too_large");
  });

  test("no first byte", async () => {
    const error = await failureOf(callAgainst(() => {}));
    expect([error.code, error.details["reason"]]).toEqual(["upstream_timeout", "first_byte"]);
  });

  test("silence in the middle", async () => {
    const error = await failureOf(
      callAgainst((_request, response) => void stream(response).write(": hi\n")),
    );
    expect([error.code, error.details["reason"]]).toEqual(["upstream_timeout", "idle"]);
  });

  test("heartbeats alone", async () => {
    Object.assign(env(), { UPSTREAM_TOTAL_MS: 600 });
    const error = await failureOf(
      callAgainst((_request, response) => {
        stream(response);
        const timer = setInterval(() => response.write(": beat\n\n"), 50);
        response.on("close", () => clearInterval(timer));
      }),
    );
    expect([error.code, error.details["reason"]]).toEqual(["upstream_timeout", "total"]);
  });

  test("a connection that breaks in the middle", async () => {
    const error = await failureOf(
      callAgainst((request, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write(good(idOf(request)).slice(0, 20), () => response.destroy());
      }),
    );
    expect(error.code).toBe("upstream_unreachable");
  });
});

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
    Object.assign(env(), { LIMIT_UPSTREAM_EVENTS: 10_000 });
    const message = '{"jsonrpc":"2.0","method":"notifications/message","params":{"data":1}}';
    const upstream = await adopt(chatty(() => Array.from({ length: 2_000 }, () => message)));
    let seen = 0;
    await callUpstream(targetOf(upstream), echo("x", { onNotification: () => void seen++ }));
    expect(seen).toBe(1_000);
  });
});

test("a stream that broke off is taken up again where the server allows it, without a second call", async () => {
  let asked: string | null = null;
  const upstream = await adopt(
    startRawUpstream((request, response) => {
      const id = idOfOrNull(request);
      if (request.rpcMethod === "tools/call") {
        asked = id;
        stream(response).write("id: e1\nretry: 10\ndata: \n\n", () => response.destroy());
      } else if (request.method === "GET") {
        expect(request.headers["last-event-id"]).toBe("e1");
        stream(response).end(event(good(asked ?? "", "later")));
      } else response.writeHead(404).end();
    }),
  );
  const answer = await callUpstream(targetOf(upstream, { era: "E26" }), echo("x"));
  expect(answer.raw).toContain("later");
  expect(upstream.count("tools/call")).toBe(1);
});

function idOfOrNull(request: Recorded): string | null {
  return request.body === "" ? null : idOf(request);
}
