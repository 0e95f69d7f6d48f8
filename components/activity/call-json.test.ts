import { expect, test } from "vitest";
import { type CallDetail, callToJson } from "./call-json";

const call: CallDetail = {
  id: "0190",
  startedAt: new Date(0),
  outcome: "ok",
  endpointName: "Support",
  serverName: "GitHub",
  method: "tools/call",
  toolName: "search",
  userId: null,
  userName: "Ana “A” Lima",
  clientName: "Claude",
  durationMs: 12.5,
  attempts: 1,
  sessionId: null,
  access: null,
  upstreamTool: "search",
  clientId: "c",
  requestId: "r",
  era: "E26",
  requestBytes: 1,
  responseBytes: 1,
  decision: "allowed",
  decisionReason: null,
  errorCode: null,
  errorMessage: null,
  upstreamMs: 10,
  finishedAt: new Date(12),
  endpointSlug: "support",
  serverSlug: "github",
  payloads: {
    request: { body: '{"id":12345678901234567890}', bytes: 27, cut: false },
    response: { body: '{"content":[{"te', bytes: 900, cut: true },
  },
  redactions: null,
  payloadsRemoved: null,
};

test("a copied call is JSON in which no number was altered", () => {
  const text = callToJson(call);
  expect(text).toContain('"request": {"id":12345678901234567890}');
  expect(JSON.parse(text)).toMatchObject({ userName: "Ana “A” Lima", outcome: "ok" });
});

test("a body that was cut is copied as text", () => {
  expect(JSON.parse(callToJson(call)).response).toBe('{"content":[{"te');
});

test("without payloads only the facts are copied", () => {
  expect(JSON.parse(callToJson({ ...call, payloads: null }))).not.toHaveProperty("request");
});
