import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forget, shared } from "@/server/core/shared";
import { env } from "@/server/infra/env";
import { type Corridor, openCorridor, recordOf, setTool } from "@/server/testing/corridor";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";
import { type Door, openDoor } from "./front-door";
import { createHttpServer } from "./http-server";
import { lives } from "./live";

let upstream: FakeUpstream;
let corridor: Corridor;
let server: Server;
let door: Door;
let origin: string;
let seen: string[];

beforeAll(async () => {
  seen = [];
  door = openDoor(
    (req, res) => {
      seen.push(`${req.method} ${req.url}`);
      res.end("the portal");
    },
    [
      {
        prefix: "/oauth/",
        answer: (req, res) => void res.end(`oauth for ${String(req.headers["x-forwarded-for"])}`),
      },
    ],
  );
  server = createHttpServer(door.answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://localhost:${port}`;
  const settings = env();
  forget("env");
  shared("env", () => ({ ...settings, publicUrl: origin }));
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow", "add"]);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closeAllSessions();
  await upstream.close();
});

const headers = () => ({ authorization: `Bearer ${corridor.token}` });
const textOf = (result: unknown) => (result as { content: { text: string }[] }).content[0]?.text;

/** Sends bytes as they are; resolves with all that came back when the server closes, or after `ms`. */
function raw(bytes: string, ms = 1_500): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    let text = "";
    const timer = setTimeout(() => socket.destroy(), ms);
    let closed = false;
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on("end", () => {
      closed = true;
    });
    socket.on("error", () => {
      closed = true;
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ text, closed });
    });
    socket.write(bytes);
  });
}

describe("the clients people run, at the door of node:http", () => {
  it("the SDK of 2025 lists, calls, hears progress and changes, and cancels", async () => {
    const client = new Client({ name: "v1", version: "1" });
    const changed: unknown[] = [];
    client.setNotificationHandler(
      ToolListChangedNotificationSchema,
      (note) => void changed.push(note),
    );
    const transport = new StreamableHTTPClientTransport(new URL(corridor.endpoint.address), {
      requestInit: { headers: headers() },
    });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual([
      "add",
      "echo",
      "slow",
    ]);
    expect(textOf(await client.callTool({ name: "echo", arguments: { text: "hé" } }))).toBe("hé");
    const progress: number[] = [];
    const slow = { name: "slow", arguments: { steps: 3, ms: 10 } };
    await client.callTool(slow, undefined, { onprogress: (one) => progress.push(one.progress) });
    expect(progress).toEqual([1, 2, 3]);
    await expect.poll(() => [...lives().all].some((live) => live.changed)).toBe(true);
    await setTool(corridor.endpoint.id, "add", new Date());
    await expect.poll(() => changed.length).toBe(1);
    await expect(client.callTool({ name: "add", arguments: { a: 1, b: 2 } })).rejects.toThrow(
      "Unknown tool: add",
    );
    await setTool(corridor.endpoint.id, "add", null);
    const stop = new AbortController();
    const executed = upstream.executed.length;
    const long = client.callTool({ name: "slow", arguments: { steps: 100, ms: 50 } }, undefined, {
      signal: stop.signal,
    });
    await expect.poll(() => upstream.executed.length).toBe(executed + 1);
    stop.abort();
    await expect(long).rejects.toThrow();
    await expect
      .poll(async () => (await recordOf(corridor.endpoint.id)).logs.at(-1)?.outcome)
      .toBe("cancelled");
    await transport.terminateSession();
    await client.close();
  });

  it("the SDK of 2026 discovers, lists and calls without a session", async () => {
    const client = new ModernClient(
      { name: "v2", version: "1" },
      { versionNegotiation: { mode: { pin: "2026-07-28" } } },
    );
    await client.connect(
      new ModernTransport(new URL(corridor.endpoint.address), {
        requestInit: { headers: headers() },
      }),
    );
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual([
      "add",
      "echo",
      "slow",
    ]);
    expect(textOf(await client.callTool({ name: "echo", arguments: { text: "two" } }))).toBe("two");
    await client.close();
    const { starts } = await recordOf(corridor.endpoint.id);
    expect(starts.at(-1)).toMatchObject({ era: "E26", sessionId: null });
  });
});

describe("what is not the data plane", () => {
  it("goes to its wing or to the portal, with the socket's address", async () => {
    expect(await (await fetch(`${origin}/anything?x=1`)).text()).toBe("the portal");
    expect(seen).toContain("GET /anything?x=1");
    const forged = { headers: { "x-forwarded-for": "6.6.6.6" } };
    expect(await (await fetch(`${origin}/oauth/token`, forged)).text()).toMatch(
      /^oauth for (::ffff:)?127\.0\.0\.1|::1$/,
    );
  });

  it("leads a person from another of our addresses to the right one, and refuses programs", async () => {
    const other = origin.replace("localhost", "127.0.0.1");
    const page = await fetch(`${other}/projects?tab=1`, { redirect: "manual" });
    expect(page.status).toBe(308);
    expect(page.headers.get("location")).toBe(`${origin}/projects?tab=1`);
    expect((await fetch(`${other}/api/trpc/x`, { method: "POST" })).status).toBe(403);
    expect((await fetch(`${other}/oauth/authorize`)).status).toBe(403);
    expect((await fetch(`${other}/mcp/${corridor.endpoint.slug}`, { method: "POST" })).status).toBe(
      403,
    );
  });

  it("tells of health on any address", async () => {
    const other = origin.replace("localhost", "127.0.0.1");
    expect((await fetch(`${other}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${other}/readyz`)).json()).toEqual({ status: "ready" });
  });

  it("closes the connection of a body it did not read to the end", async () => {
    const big = "x".repeat(3 << 20);
    const answer = await fetch(corridor.endpoint.address, {
      method: "POST",
      body: big,
      headers: { ...headers(), "content-type": "application/json", accept: "*/*" },
    }).catch((error: Error) => error);
    // Some clients see the reset before the answer.
    if (answer instanceof Response) expect(answer.status).toBe(413);
  });
});

describe("requests two servers could read differently (T71)", () => {
  const victim = "GET /pipelined HTTP/1.1\r\nhost: HOST\r\n\r\n";
  const post = "POST /mcp/x HTTP/1.1\r\nhost: HOST\r\n";
  it.each([
    [
      "content-length with chunked",
      `${post}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${victim}`,
    ],
    ["two content-lengths", `${post}content-length: 0\r\ncontent-length: 4\r\n\r\n${victim}`],
    ["a folded header", `${post}x-a: 1\r\n folded\r\ncontent-length: 0\r\n\r\n${victim}`],
    ["NUL in a header", `${post}x-a: 1\0\r\ncontent-length: 0\r\n\r\n${victim}`],
    ["a bare line feed", `POST /mcp/x HTTP/1.1\nhost: HOST\ncontent-length: 0\n\n${victim}`],
    ["64 KB of headers", `${post}x-a: ${"a".repeat(65_536)}\r\n\r\n${victim}`],
    ["absolute form", `GET http://evil.example/ HTTP/1.1\r\nhost: HOST\r\n\r\n${victim}`],
    ["HTTP/1.0", `GET /one HTTP/1.0\r\nhost: HOST\r\n\r\n${victim}`],
    ["h2c with prior knowledge", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${victim}`],
    [
      "h2c by upgrade",
      `${post}connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\ncontent-length: 0\r\n\r\n${victim}`,
    ],
    ["no host", `GET /two HTTP/1.1\r\n\r\n${victim}`],
    ["a chunk size with a space", `${post}transfer-encoding: chunked\r\n\r\n 0\r\n\r\n${victim}`],
    ["transfer-encoding: xchunked", `${post}transfer-encoding: xchunked\r\n\r\n${victim}`],
  ])("end the connection: %s", async (_what, bytes) => {
    seen.length = 0;
    const { text, closed } = await raw(bytes.replaceAll("HOST", new URL(origin).host));
    expect(text).toMatch(/^HTTP\/1\.1 (400|431) /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(closed).toBe(true);
    expect(seen).toEqual([]);
  });
});

describe("an orderly stop", () => {
  it("is told to streams, and idle is reached when the last answer left", async () => {
    const stream = await fetch(corridor.endpoint.address, {
      method: "POST",
      headers: {
        ...headers(),
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": "subscriptions/listen",
      },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 5,
        method: "subscriptions/listen",
        params: {
          notifications: { toolsListChanged: true },
          _meta: {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
          },
        },
      }),
    });
    const reading = stream.text();
    await expect.poll(() => lives().all.size).toBe(1);
    lives().endAll("shutdown");
    expect(await reading).toContain('"id":5,"result"');
    await door.idle();
  });
});
