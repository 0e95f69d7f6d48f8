// What a server may ask in the middle of a call, and how the client behind us answers: both eras, over real sockets.
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import {
  event,
  good,
  idOf,
  sendJson,
  startRawUpstream,
  stream,
} from "@/server/testing/canned-upstream";
import {
  adopt,
  closeUpstreams,
  failureOf,
  start,
  targetOf,
  toolCall,
  until,
} from "@/server/testing/upstream-calls";
import { callUpstream } from "@/server/upstream/call";
import type { Question, Respondent } from "@/server/upstream/respondent";

closeUpstreams();

const capabilities = '{"elicitation":{}}';
const form = '{"message":"Who?","requestedSchema":{"properties":{"n":{"default":1.50}}}}';
const question = `{"jsonrpc":"2.0","id":"q1","method":"elicitation/create","params":${form}}`;

/** A client that accepts every form, and what it was asked. */
function accepting(change: Partial<Respondent> = {}): Respondent & { asked: Question[] } {
  const asked: Question[] = [];
  const answer = async (one: Question) => {
    asked.push(one);
    return one.method === "elicitation/create" ? '{"action":"accept","content":{}}' : null;
  };
  return { knowsDefaults: true, answer, ...change, asked };
}

describe("E25", () => {
  /** Asks in the answer to a call, or on the session's own stream, and answers once it got a reply. */
  async function asking(where: "answer" | "session", messages: readonly string[]) {
    let own: ServerResponse | null = null;
    let answer = () => {};
    const upstream = await adopt(
      startRawUpstream((request, response) => {
        const result = '{"protocolVersion":"2025-11-25","capabilities":{}}';
        if (request.method === "GET" && where === "session") {
          own = response;
          stream(response).flushHeaders();
        } else if (request.method !== "POST") response.writeHead(405).end();
        else if (request.rpcMethod === "initialize")
          sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"result":${result}}`);
        else if (request.rpcMethod === "tools/call") {
          const asks = where === "session" ? own : stream(response);
          for (const message of messages) asks?.write(event(message));
          answer = () => {
            if (where === "session") stream(response);
            response.end(event(good(idOf(request), "done")));
          };
        } else {
          response.writeHead(202).end();
          if (request.rpcMethod === null) answer();
        }
      }),
    );
    const replies = () =>
      upstream.requests.filter((one) => one.method === "POST" && one.rpcMethod === null);
    return { upstream, replies: () => replies().map(({ body }) => body) };
  }

  test.each(["answer", "session"] as const)(
    "a question on the stream of the %s reaches the client, and its answer the server",
    async (where) => {
      const { upstream, replies } = await asking(where, [question]);
      const respondent = accepting();
      const target = targetOf(upstream, { capabilities });
      const answer = await callUpstream(target, toolCall("ask", {}, { respondent }));
      expect(answer.raw).toContain("done");
      expect(respondent.asked).toMatchObject([{ method: "elicitation/create", params: form }]);
      expect(replies()).toEqual([
        '{"jsonrpc":"2.0","id":"q1","result":{"action":"accept","content":{}}}',
      ]);
    },
  );

  test("for a client that knows no defaults the form's are filled in", async () => {
    const { upstream, replies } = await asking("answer", [question]);
    const respondent = accepting({ knowsDefaults: false });
    await callUpstream(targetOf(upstream), toolCall("ask", {}, { respondent }));
    expect(replies()[0]).toContain('"content":{"n":1.50}');
  });

  test("what the client does not know is refused, and its failures are not told", async () => {
    const roots = '{"jsonrpc":"2.0","id":7,"method":"roots/list"}';
    const { upstream, replies } = await asking("answer", [roots]);
    await callUpstream(targetOf(upstream), toolCall("ask", {}, { respondent: accepting() }));
    expect(replies()[0]).toContain('"code":-32601');
    const failing = await asking("answer", [question]);
    const respondent = accepting({ answer: () => Promise.reject(new Error("secret")) });
    await callUpstream(targetOf(failing.upstream), toolCall("ask", {}, { respondent }));
    expect(failing.replies()).toEqual([
      '{"jsonrpc":"2.0","id":"q1","error":{"code":-32603,"message":"The client did not answer."}}',
    ]);
  });

  test("a server without a stream of its own is called all the same, and none stays open", async () => {
    const upstream = await start();
    const target = targetOf(upstream, { capabilities });
    const call = () =>
      callUpstream(target, toolCall("echo", { text: "x" }, { respondent: accepting() }));
    expect((await call()).raw).toContain("x");
    const gone = () => upstream.requests.filter((one) => one.method === "GET");
    await until(() => gone().length === 1 && gone().every(({ signal }) => signal.aborted));
  });

  test("a session declares what its client can, and serves no client that can less", async () => {
    const upstream = await start();
    const use = toolCall("echo", { text: "x" });
    await callUpstream(targetOf(upstream, { capabilities }), use);
    await callUpstream(targetOf(upstream), use);
    const declared = upstream.requests
      .filter((one) => one.rpcMethod === "initialize")
      .map((one) => JSON.stringify(JSON.parse(one.body).params.capabilities));
    expect(declared).toEqual([capabilities, "{}"]);
  });
});

describe("E26", () => {
  /** Answers each call with what `result` makes of its params. */
  const rounds = (result: (params: Record<string, unknown>) => string) =>
    startRawUpstream((request, response) => {
      const params = JSON.parse(request.body).params as Record<string, unknown>;
      sendJson(response, `{"jsonrpc":"2.0","id":${idOf(request)},"result":${result(params)}}`);
    });

  const required = (method: string, more = "") =>
    `{"resultType":"input_required","inputRequests":{"a":{"method":"${method}","params":${form}}}${more}}`;
  const done = '{"resultType":"complete","content":[]}';

  const target = (upstream: Parameters<typeof targetOf>[0]) =>
    targetOf(upstream, { era: "E26", capabilities });

  test("answers and state go back with the same call under another id", async () => {
    const state = ',"requestState":"\\u007b 1.0"';
    const upstream = await adopt(
      rounds(({ inputResponses }) =>
        inputResponses ? done : required("elicitation/create", state),
      ),
    );
    const respondent = accepting({ knowsDefaults: false });
    const answer = await callUpstream(target(upstream), toolCall("ask", { x: 1 }, { respondent }));
    expect(answer.raw).toBe(done);
    const [first, second] = upstream.requests;
    expect(second?.body).toContain('"requestState":"\\u007b 1.0"');
    expect(second?.body).toContain(
      '"inputResponses":{"a":{"action":"accept","content":{"n":1.50}}}',
    );
    expect(first?.body).toContain(
      '"io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}',
    );
    const sent = upstream.requests.map(({ body }) => JSON.parse(body));
    expect(sent[1].params.arguments).toEqual(sent[0].params.arguments);
    expect(sent[1].id).not.toBe(sent[0].id);
  });

  test("a state of an earlier round is not kept, and none is made up", async () => {
    let round = 0;
    const steps = [
      required("elicitation/create", ',"requestState":"one"'),
      required("elicitation/create"),
      done,
    ];
    const upstream = await adopt(rounds(() => steps[round++] ?? done));
    await callUpstream(target(upstream), toolCall("ask", {}, { respondent: accepting() }));
    const states = upstream.requests.map(({ body }) => JSON.parse(body).params.requestState);
    expect(states).toEqual([undefined, "one", undefined]);
  });

  test.each([
    ["a server that never stops asking", "elicitation/create", 9],
    ["a question the client does not know", "roots/list", 1],
  ])("%s is refused", async (_claim, method, requests) => {
    const upstream = await adopt(rounds(() => required(method)));
    const call = toolCall("ask", {}, { respondent: accepting() });
    expect((await failureOf(callUpstream(target(upstream), call))).code).toBe("upstream_invalid");
    expect(upstream.requests.length).toBe(requests);
  });

  test("without anybody to ask, a question is no answer", async () => {
    const upstream = await adopt(rounds(() => required("elicitation/create")));
    const error = await failureOf(callUpstream(target(upstream), toolCall("ask", {})));
    expect(error.details["reason"]).toBe("result_type");
  });
});
