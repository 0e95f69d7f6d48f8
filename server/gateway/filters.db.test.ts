import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { type Corridor, openCorridor, recordOf, setFilters } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  bareCard,
  barePhone,
  everything,
  image,
  outputSchema,
  piiTypes,
  planted,
  prose,
  redactedProse,
  startPlantingUpstream,
  structured,
} from "@/server/testing/planting-upstream";
import { expectNoTrace } from "@/server/testing/traces";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startPlantingUpstream();
  corridor = await openCorridor([upstream]);
  client = await LegacyClient.connect(corridor);
});
beforeEach(() => set(piiTypes, piiTypes));
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const set = (request: readonly string[] | null, response: readonly string[] | null) =>
  setFilters(corridor.endpoint.id, request, response);

const sent = () => upstream.requests.findLast((one) => one.rpcMethod === "tools/call");
const lastLog = async () => (await recordOf(corridor.endpoint.id)).logs.at(-1);
async function lastPayloads() {
  const rows = await db().activityPayload.findMany({
    where: { callId: (await lastLog())?.id ?? "" },
  });
  return Object.fromEntries(rows.map((row) => [row.side, row.body]));
}
describe("what goes to a server", () => {
  const args = {
    body: prose,
    [planted.email]: [{ nested: planted.ip }],
    card: bareCard,
    phone: barePhone,
    json: JSON.stringify({ a: `x\n${planted.email}` }),
    count: 42,
  };

  it("has lost what the filter names: in text, keys, numbers and JSON inside of text", async () => {
    await client.call("say", args, { "example.com/by": planted.email, progressToken: 7 });
    const { arguments: given, _meta, name } = JSON.parse(sent()?.body ?? "").params;
    expect(given).toEqual({
      body: redactedProse,
      "[REDACTED_EMAIL]": [{ nested: "[REDACTED_IP]" }],
      card: "[REDACTED_CREDIT_CARD]",
      phone: "[REDACTED_PHONE]",
      json: '{"a":"x\\n[REDACTED_EMAIL]"}',
      count: 42,
    });
    expect(name).toBe("say");
    expect(_meta["example.com/by"]).toBe("[REDACTED_EMAIL]");
    expectNoTrace(JSON.stringify(upstream.requests), everything);
  });

  it("is mirrored into headers as it is sent", async () => {
    const { id } = corridor.servers[0] ?? { id: "" };
    await db().mcpServer.update({ where: { id }, data: { era: "E26", eras: ["E26"] } });
    await bus().settled();
    const params = { name: "mirrored", arguments: { to: planted.email } };
    await askModern(corridor, "tools/call", params, { "mcp-param-to": planted.email });
    await db().mcpServer.update({ where: { id }, data: { era: "E25", eras: ["E25"] } });
    await bus().settled();
    expect(sent()?.headers["mcp-param-to"]).toBe("[REDACTED_EMAIL]");
    expectNoTrace(JSON.stringify(sent()), everything);
  });

  it("is untouched while requests are not filtered, but its record is", async () => {
    await set(null, piiTypes);
    await client.call("say", args);
    expect(JSON.parse(sent()?.body ?? "").params.arguments).toEqual(args);
    expectNoTrace((await lastPayloads())["request"] ?? "", everything);
  });
});

describe("what comes back to a client", () => {
  it("has lost it in text, resources, metadata and what nobody knows; base64 stays", async () => {
    const { message } = await client.call("say");
    const { content, _meta, "x-unknown": unknown } = message.result;
    expect(content[0]).toEqual({ type: "text", text: redactedProse });
    expect(content[1]).toEqual({ type: "image", data: image, mimeType: "image/gif" });
    expect(content[2].resource).toEqual({ uri: "mailto:[REDACTED_EMAIL]", text: redactedProse });
    expect(content[3].resource).toEqual({ uri: "file:///a", mimeType: "x/y", blob: image });
    expect([_meta["example.com/author"], unknown.deep[0]]).toEqual([
      "[REDACTED_EMAIL]",
      redactedProse,
    ]);
  });

  it("still satisfies the output schema the client was given", async () => {
    const listed = await client.request("tools/list");
    const schema = listed.message.result.tools.find(
      (tool: { name: string }) => tool.name === "report",
    );
    const { owner, kind } = schema.outputSchema.properties;
    expect([owner, kind]).toEqual([{ type: "string" }, {}]);
    expect(schema.outputSchema.required).toEqual(outputSchema.required);
    const { message } = await client.call("report");
    expect(message.result.structuredContent).toEqual({
      owner: "[REDACTED_EMAIL]",
      // The schema says that it is a number.
      phone: barePhone,
      notes: ["[REDACTED_SSN]", "[REDACTED_IP]", redactedProse],
      "help@desk.example.com": "open",
      kind: "[REDACTED_EMAIL]",
      "[REDACTED_EMAIL]": { card: "[REDACTED_CREDIT_CARD]", phone: barePhone, id: 12345678901 },
    });
    expect(JSON.parse(message.result.content[0].text).phone).toBe("[REDACTED_PHONE]");
  });

  it("has lost it in the message and the data of an error", async () => {
    const { message } = await client.call("explode");
    expect(message.error).toEqual({
      code: -32000,
      message: `No: ${redactedProse}`,
      data: { why: [redactedProse] },
    });
    expect(await lastLog()).toMatchObject({
      outcome: "failed",
      errorMessage: `No: ${redactedProse}`,
    });
  });

  it("has lost it in log messages and progress that came in pieces, before the answer", async () => {
    const { messages, text } = await client.call("work", {}, { progressToken: "t" });
    expect(messages.map(({ params, result }) => params ?? result.content)).toEqual([
      { level: "info", data: redactedProse },
      { progressToken: "t", progress: 1, total: 4111111111111111, message: redactedProse },
      [{ type: "text", text: redactedProse }],
    ]);
    expectNoTrace(text, everything);
  });

  it("is the server's bytes while responses are not filtered, but its record is not", async () => {
    await set(piiTypes, null);
    const { message } = await client.call("report");
    expect(message.result.structuredContent).toEqual(structured);
    expectNoTrace((await lastPayloads())["response"] ?? "", Object.values(planted));
  });

  it("loses the types of its own side only, and the record those of both", async () => {
    await set(["EMAIL"], ["IP"]);
    const { message } = await client.call("say", { body: prose });
    expect(JSON.parse(sent()?.body ?? "").params.arguments.body).toBe(
      prose.replace(planted.email, "[REDACTED_EMAIL]"),
    );
    expect(message.result.content[0].text).toBe(
      prose.replace(planted.ip, "[REDACTED_IP]").replace(planted.ipv6, "[REDACTED_IP]"),
    );
    const { request, response } = await lastPayloads();
    expectNoTrace(`${request}${response}`.replaceAll(image, ""), [
      planted.email,
      planted.ip,
      planted.ipv6,
    ]);
  });
});

describe("a filter", () => {
  it("takes effect on the next call, and so does its end", async () => {
    for (const [on, text] of [
      [null, prose],
      [piiTypes, redactedProse],
      [null, prose],
    ] as const) {
      await set(null, on && [...on]);
      expect((await client.call("say")).message.result.content[0].text).toBe(text);
    }
  });

  it("tells the record what it took out and where, and not what it was", async () => {
    await client.call("say", {
      body: `${planted.email} ${planted.email}`,
      [planted.ip]: planted.ssn,
    });
    const { starts } = await recordOf(corridor.endpoint.id);
    const inRequest = [
      { side: "request", type: "EMAIL", path: "arguments.body", count: 2 },
      { side: "request", type: "IP", path: expect.stringContaining("arguments"), count: 1 },
      { side: "request", type: "SSN", path: 'arguments["[REDACTED_IP]"]', count: 1 },
    ];
    expect(starts.at(-1)?.redactions).toEqual(expect.arrayContaining(inRequest));
    const { redactions } = (await lastLog()) ?? {};
    expect(redactions).toEqual(expect.arrayContaining(inRequest));
    expect(redactions).toContainEqual(
      expect.objectContaining({ side: "response", type: "EMAIL", path: "content[0].text" }),
    );
  });

  it("also covers a call that is refused: its arguments, and a name that names no tool", async () => {
    const refused = await client.call(`tell ${planted.email}`, { body: prose });
    expect(refused.message.error?.message).toBe("Unknown tool: tell [REDACTED_EMAIL]");
    expect(await lastLog()).toMatchObject({
      outcome: "denied",
      toolName: "tell [REDACTED_EMAIL]",
      redactions: expect.arrayContaining([
        { side: "request", type: "SSN", path: "arguments.body", count: 1 },
      ]),
    });
    await client.request("tools/call", { name: "say", arguments: prose });
    expect((await lastPayloads())["request"]).toBe(
      JSON.stringify({ name: "say", arguments: redactedProse }),
    );
  });

  it.each([
    { what: "what this version does not know", unknown: ["EMAIL", "PASSPORT"] },
    { what: "nothing at all", unknown: [] },
  ])("that is to find $what lets nothing pass, and keeps nothing", async ({ unknown }) => {
    const before = upstream.count("tools/call");
    await set(unknown, null);
    const { message } = await client.call("say", { body: prose });
    expect(message.error?.code).toBe(-32603);
    expect(upstream.count("tools/call")).toBe(before);
    expect(await lastLog()).toMatchObject({ outcome: "denied", decisionReason: "filter_failed" });
    expect(await lastPayloads()).toEqual({ request: "{}" });
  });

  it("that is off records no redactions", async () => {
    await set(null, null);
    await client.call("mirrored", { to: "nobody" });
    expect((await lastLog())?.redactions).toBeNull();
  });
});
