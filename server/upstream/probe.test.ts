import { afterEach, expect, test, vi } from "vitest";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { setResolver } from "@/server/infra/egress-connect";
import { env } from "@/server/infra/env";
import { startRawUpstream } from "@/server/testing/canned-upstream";
import { startFakeUpstream } from "@/server/testing/fake-upstream";
import { adopt, closeUpstreams, start } from "@/server/testing/upstream-calls";
import { type Probe, probeServer } from "./probe";

vi.setConfig({ testTimeout: 30_000 });
closeUpstreams();
const usual = { ...env() };
afterEach(() => {
  setResolver(null);
  Object.assign(env(), usual);
});

const statesOf = ({ steps }: Probe) => steps.map(({ key, state }) => `${key} ${state}`);
const textOf = ({ steps }: Probe, key: string) => steps.find((step) => step.key === key)?.text;

test.each([
  ["E25", ["E25"], "2025-11-25", "fake-legacy 1.0.0 speaks MCP 2025-11-25."],
  ["E26", ["E26"], "2026-07-28", "fake-modern 2.0.0 speaks MCP 2026-07-28."],
  ["both", ["E26", "E25"], "2026-07-28", "fake-modern 2.0.0 speaks MCP 2026-07-28 and older."],
] as const)("a server that speaks %s is described", async (era, eras, version, text) => {
  const upstream = await start({ era });
  const probe = await probeServer(upstream.url);
  expect([probe.ok, probe.eras, probe.protocolVersion, probe.code]).toEqual([
    true,
    eras,
    version,
    null,
  ]);
  expect(statesOf(probe)).toEqual(["address ok", "connect ok", "mcp ok"]);
  expect(textOf(probe, "mcp")).toBe(text);
  const sessions = upstream.requests.filter((one) => one.rpcMethod === "initialize").length;
  const ended = upstream.requests.filter((one) => one.method === "DELETE").length;
  if (era !== "E26") expect(ended).toBe(sessions);
});

test("a private address is refused with what could be allowed, and nothing is sent", async () => {
  const upstream = await startFakeUpstream();
  setEgressAllow([]);
  const probe = await probeServer(upstream.url);
  expect([probe.ok, probe.code, probe.hostPort]).toEqual([
    false,
    "egress_blocked",
    upstream.hostPort,
  ]);
  expect(statesOf(probe)).toEqual(["address failed"]);
  expect(upstream.connections()).toBe(0);
  await upstream.close();
});

test("a name that resolves to a private address is refused the same way", async () => {
  setResolver(async () => [{ address: "10.1.2.3", family: 4 }]);
  const probe = await probeServer("https://mcp.corp.test:8443/mcp");
  expect([probe.code, probe.hostPort]).toEqual(["egress_blocked", "mcp.corp.test:8443"]);
  expect(statesOf(probe)).toEqual(["address failed"]);
});

test("a name that does not exist is told apart from a server that is down", async () => {
  setResolver(async () => {
    throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
  });
  const nameless = await probeServer("https://nobody.test/mcp");
  expect(statesOf(nameless)).toEqual(["address failed"]);
  expect(textOf(nameless, "address")).toContain("DNS");
  const gone = await adopt(startRawUpstream(() => {}));
  await gone.close();
  const down = await probeServer(gone.url);
  expect(statesOf(down)).toEqual(["address ok", "connect failed"]);
  expect(textOf(down, "connect")).toContain("refuses connections");
});

test("plain http behind an https address is a failure of TLS", async () => {
  const upstream = await start();
  const probe = await probeServer(upstream.url.replace("http:", "https:"));
  expect(statesOf(probe)).toEqual(["address ok", "connect ok", "tls failed"]);
});

test("a web page is no MCP server", async () => {
  const upstream = await adopt(
    startRawUpstream((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Hello</h1>");
    }),
  );
  const probe = await probeServer(upstream.url);
  expect(statesOf(probe)).toEqual(["address ok", "connect ok", "mcp failed"]);
  expect(probe.code).toBe("upstream_invalid");
});

test("a server that does not answer is reported within the limits", async () => {
  Object.assign(env(), { UPSTREAM_FIRST_BYTE_MS: 200 });
  const upstream = await adopt(startRawUpstream(() => {}));
  const probe = await probeServer(upstream.url);
  expect([probe.code, statesOf(probe).at(-1)]).toEqual(["upstream_timeout", "mcp failed"]);
});

test("a redirect is reported and not followed", async () => {
  const upstream = await adopt(
    startRawUpstream((_request, response) => {
      response.writeHead(302, { location: "/elsewhere" }).end();
    }),
  );
  const probe = await probeServer(upstream.url);
  expect(probe.code).toBe("upstream_redirect");
  expect(upstream.requests.every((one) => one.path === "/mcp")).toBe(true);
});

test("a server that wants a credential, and one that refuses the given one", async () => {
  const upstream = await start({ bearer: "right" });
  const without = await probeServer(upstream.url);
  expect([without.ok, without.needsSignIn, without.signIn]).toEqual([false, true, null]);
  expect(statesOf(without)).toEqual(["address ok", "connect ok", "auth info"]);
  const wrong = await probeServer(upstream.url, { authorization: "Bearer wrong" });
  expect(statesOf(wrong)).toEqual(["address ok", "connect ok", "auth failed", "auth info"]);
  expect((await probeServer(upstream.url, { authorization: "Bearer right" })).ok).toBe(true);
});
