import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { env } from "@/server/infra/env";
import { event, good, idOf, startRawUpstream, stream } from "@/server/testing/canned-upstream";
import type { Recorded } from "@/server/testing/recorded-http";
import { adopt, closeUpstreams, echo, failureOf, targetOf } from "@/server/testing/upstream-calls";
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

async function callAgainst(
  answer: (request: Recorded, response: ServerResponse) => void,
  change: Parameters<typeof echo>[1] = {},
) {
  const upstream = await adopt(startRawUpstream(answer));
  return callUpstream(targetOf(upstream, { era: "E26" }), echo("x", change));
}

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

  test.each([401, 403])(
    "status %i refuses the credential, also with a JSON-RPC error",
    async (status) => {
      const error = await failureOf(
        callAgainst((request, response) => {
          const headers = { "content-type": "application/json", "www-authenticate": "Bearer" };
          response.writeHead(status, headers);
          const refusal = { code: -32001, message: "no" };
          response.end(
            `{"jsonrpc":"2.0","id":${idOf(request)},"error":${JSON.stringify(refusal)}}`,
          );
        }),
      );
      expect(error).toMatchObject({ code: "connection_required", details: { status } });
    },
  );
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
