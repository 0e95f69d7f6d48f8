// Raw bytes at the door of node:http, with a token that is valid: nothing that hides behind another request is executed
// (security: T71), and a connection that ends means what its era says (T75).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Corridor, openCorridor, recordOf } from "@/server/testing/corridor";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { exchangeBytes, type NodeDoor, startNodeDoor } from "@/server/testing/node-door";
import { askNode, Questions } from "@/server/testing/two-doors";
import { closeAllSessions } from "@/server/upstream/sessions";
import { lives } from "./live";

let node: NodeDoor;
let upstream: FakeUpstream;
let corridor: Corridor;
let say: Questions;

beforeAll(async () => {
  node = await startNodeDoor();
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow"]);
  say = new Questions(corridor);
  await say.begin((question) => askNode(node, corridor.endpoint.slug, question));
});
beforeEach(() => {
  node.seen.length = 0;
  upstream.executed.length = 0;
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
  await node.close();
});

type Question = ReturnType<Questions["post"]>;

/** A request as bytes; `framing` in place of its Content-Length. */
function bytesOf({ headers, body }: Question, framing?: string): string {
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const text = String(body);
  return [
    `POST /mcp/${corridor.endpoint.slug} HTTP/1.1`,
    `host: ${node.host}`,
    ...lines,
    framing ?? `content-length: ${Buffer.byteLength(text)}`,
    "",
    text,
  ].join("\r\n");
}

const echo = (text: string) => say.legacy("tools/call", { name: "echo", arguments: { text } });
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
const statuses = (text: string) => text.match(/HTTP\/1\.1 (\d+)/g) ?? [];

describe("what hides behind another request is not executed", () => {
  const victim = () => bytesOf(echo("smuggled"));

  it("a pipelined call is one of its own, so that this test can fail", async () => {
    const { text } = await exchangeBytes(node, bytesOf(echo("one")) + bytesOf(echo("two")), 700);
    expect(statuses(text)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
    expect(upstream.executed).toHaveLength(2);
  });

  it.each<[string, string]>([
    ["both lengths", "content-length: 5\r\ntransfer-encoding: chunked"],
    ["both lengths, the other order", "transfer-encoding: chunked\r\ncontent-length: 5"],
    ["two lengths that differ", "content-length: 0\r\ncontent-length: 5"],
    ["two lengths that agree", "content-length: 0\r\ncontent-length: 0"],
    ["a list of lengths", "content-length: 0, 0"],
    ["a signed length", "content-length: +0"],
    ["a negative length", "content-length: -1"],
    ["a length in hexadecimal", "content-length: 0x0"],
    ["a length beyond numbers", "content-length: 99999999999999999999999"],
    ["a space before the colon", "content-length : 0"],
    ["a tab before the colon", "transfer-encoding\t: chunked"],
    ["an encoding after chunked", "transfer-encoding: chunked, identity"],
    ["chunked twice", "transfer-encoding: chunked\r\ntransfer-encoding: identity"],
    ["an unknown encoding", "transfer-encoding: chunkedx"],
    ["an encoding behind a vertical tab", "transfer-encoding: \x0bchunked"],
    ["a folded length", "content-length:\r\n 0"],
    ["NUL in a name", "content-le\0ngth: 0"],
    ["a bare carriage return", "x-a: 1\rcontent-length: 0"],
    ["a line without a colon", "content-length"],
    ["a second host", "host: evil.example\r\ncontent-length: 0"],
    ["64 KB of headers", `x-a: ${"a".repeat(65_536)}\r\ncontent-length: 0`],
  ])("%s: 400 or 431, the connection closed", async (_what, framing) => {
    const body = framing.includes("chunked") ? "0\r\n\r\n" : "";
    const first = { ...echo("first"), body };
    const { text, closed } = await exchangeBytes(node, bytesOf(first, framing) + victim());
    expect(text).toMatch(/^HTTP\/1\.1 (400|431) /);
    expect(statuses(text)).toHaveLength(1);
    expect(closed).toBe(true);
    expect(upstream.executed).toEqual([]);
  });

  it.each([
    ["another's absolute address", () => "GET http://evil.example/ HTTP/1.1"],
    ["our own absolute address", () => `GET ${node.origin}/mcp/x HTTP/1.1`],
    ["an asterisk", () => "OPTIONS * HTTP/1.1"],
    ["HTTP/1.0", () => "GET /portal HTTP/1.0"],
    ["HTTP/0.9", () => "GET /portal"],
    ["HTTP/1.2", () => "GET /portal HTTP/1.2"],
    ["HTTP/2.0", () => "PRI * HTTP/2.0"],
    ["a method that is none", () => "G\0T / HTTP/1.1"],
    ["a tunnel", () => "CONNECT evil.example:443 HTTP/1.1"],
  ])("a request line with %s: closed, what follows unheard", async (_what, line) => {
    const bytes = `${line()}\r\nhost: ${node.host}\r\n\r\n`;
    const { text, closed } = await exchangeBytes(node, bytes + victim());
    expect(text).toMatch(/^(HTTP\/1\.1 (400|431|505) |$)/);
    expect(statuses(text).length).toBeLessThan(2);
    expect(closed).toBe(true);
    expect(node.seen).toEqual([]);
    expect(upstream.executed).toEqual([]);
  });

  it.each([
    ["a size that is no number", "zz\r\nabc\r\n0\r\n\r\n"],
    ["a size with a sign", "+5\r\nabcde\r\n0\r\n\r\n"],
    ["a size too large", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"],
    ["data longer than its size", "3\r\nabcdef\r\n0\r\n\r\n"],
    ["bare line feeds", "3\nabc\n0\n\n"],
    ["a kilobyte-long extension for every byte", `1;${"x".repeat(20_000)}\r\na\r\n0\r\n\r\n`],
  ])("a chunk with %s ends the connection", async (_what, body) => {
    const first = { ...echo("first"), body };
    const bytes = bytesOf(first, "transfer-encoding: chunked") + victim();
    const { text, closed } = await exchangeBytes(node, bytes);
    expect(text).not.toContain("HTTP/1.1 200");
    expect(closed).toBe(true);
    expect(upstream.executed).toEqual([]);
  });

  it("a chunked message is taken, and its trailers say nothing", async () => {
    const asked = echo("trailed");
    const body = chunked(String(asked.body)).replace(/\r\n$/, "authorization: Bearer x\r\n\r\n");
    const bytes = bytesOf({ ...asked, body }, "transfer-encoding: chunked");
    const { text } = await exchangeBytes(node, bytes, 700);
    expect(statuses(text)).toEqual(["HTTP/1.1 200"]);
    expect(upstream.executed).toHaveLength(1);
  });

  it("a body that is compressed below chunked is no message", async () => {
    const bytes = bytesOf(
      { ...echo("x"), body: chunked("\x1f\x8b") },
      "transfer-encoding: gzip, chunked",
    );
    const { text } = await exchangeBytes(node, bytes, 700);
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(upstream.executed).toEqual([]);
  });

  it("an upgrade beside a call carries nothing further", async () => {
    const headers = { ...echo("x").headers, connection: "Upgrade", upgrade: "websocket" };
    const { text, closed } = await exchangeBytes(
      node,
      bytesOf({ ...echo("x"), headers }) + victim(),
    );
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(closed).toBe(true);
    expect(upstream.executed).toEqual([]);
  });

  it.each(["//mcp/SLUG", "/%6dcp/SLUG", "/MCP/SLUG", "/x/../mcp/SLUG", "/mcp\\SLUG"])(
    "%s is not the data plane by another spelling",
    async (path) => {
      const { headers, body } = echo("x");
      const given = path.replace("SLUG", corridor.endpoint.slug);
      const answer = await node.ask({
        method: "POST",
        path: given,
        ...(headers ? { headers } : {}),
        body: body ?? null,
      });
      expect(answer.text).toBe("the portal");
      expect(upstream.executed).toEqual([]);
    },
  );
});

describe("a connection that ends while a call runs (T75)", () => {
  const slow = { name: "slow", arguments: { steps: 4, ms: 60 } };
  const outcome = async () => (await recordOf(corridor.endpoint.id)).logs.at(-1)?.outcome;

  async function leaveDuring(asked: Question): Promise<void> {
    const before = upstream.executed.length;
    const socket = node.socket();
    socket.on("error", () => {});
    socket.write(bytesOf(asked));
    await expect.poll(() => upstream.executed.length).toBe(before + 1);
    socket.destroy();
  }

  it("cancels it in 2026-07-28, on the server and in the record", async () => {
    const before = upstream.cancelled.length;
    const long = { ...slow, arguments: { steps: 200, ms: 50 } };
    await leaveDuring(say.modern("tools/call", long));
    await expect.poll(() => upstream.cancelled.length, { timeout: 1_000 }).toBe(before + 1);
    await expect.poll(outcome).toBe("cancelled");
  });

  it("does not before: it goes on to its end", async () => {
    const before = upstream.cancelled.length;
    await leaveDuring(say.legacy("tools/call", slow));
    await expect.poll(outcome).toBe("ok");
    expect(upstream.cancelled).toHaveLength(before);
  });

  it("a hundred streams opened and left give their places back (T76)", async () => {
    const params = { notifications: { toolsListChanged: true } };
    for (let round = 0; round < 100; round++) {
      const socket = node.socket();
      socket.on("error", () => {});
      socket.write(bytesOf(say.modern("subscriptions/listen", params)));
      const answer = await new Promise<Buffer>((resolve) => socket.once("data", resolve));
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
      socket.destroy();
      await expect.poll(() => lives().all.size, { interval: 1 }).toBe(0);
    }
  });

  it("a body that never comes whole is no call", async () => {
    const socket = node.socket();
    socket.on("error", () => {});
    socket.write(bytesOf(echo("never")).slice(0, -3));
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    const told = await askNode(node, corridor.endpoint.slug, say.legacy("ping"));
    expect(told.status).toBe(200);
    expect(upstream.executed.filter((one) => one.tool === "echo")).toEqual([]);
  });
});
