import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAccess, type Corridor, openCorridor } from "@/server/testing/corridor";
import { askModern, envelope, LegacyClient, read, send } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo", "slow"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
const init = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "t", version: "1" },
  },
});

describe("a session of the 2025 era", () => {
  it("agrees on a revision we both speak, or offers our newest", async () => {
    const asked = [
      "2024-11-05",
      "2025-03-26",
      "2025-06-18",
      "2025-11-25",
      "2026-07-28",
      "1900-01-01",
    ];
    const said = await Promise.all(
      asked.map(async (protocolVersion) => {
        const fresh = new LegacyClient(corridor);
        const { message } = await fresh.request("initialize", {
          protocolVersion,
          capabilities: {},
          clientInfo: {},
        });
        return message.result.protocolVersion;
      }),
    );
    expect(said).toEqual([...asked.slice(0, 4), "2025-11-25", "2025-11-25"]);
  });

  it("declares changing tools and nothing it does not have", async () => {
    const { message } = await read(await send(corridor, init));
    expect(message.result.capabilities).toEqual({ tools: { listChanged: true }, logging: {} });
    expect(message.result.serverInfo).toMatchObject({
      name: "gatehouse",
      title: corridor.endpoint.name,
    });
  });

  it("is asked for with 400, and unknown ones are 404", async () => {
    expect((await send(corridor, ping)).status).toBe(400);
    expect((await send(corridor, ping, { "mcp-session-id": "guessed" })).status).toBe(404);
    expect((await send(corridor, ping, { "mcp-session-id": "x".repeat(10_000) })).status).toBe(404);
  });

  it("serves nobody but the person, client and endpoint it was opened for (T74)", async () => {
    const other = await addAccess({ ...corridor, endpointId: corridor.endpoint.id, role: "admin" });
    const session = { "mcp-session-id": client.session };
    expect((await send({ ...corridor, ...other }, ping, session)).status).toBe(404);
    expect((await send(corridor, ping, session)).status).toBe(200);
    expect(Buffer.from(client.session, "base64url")).toHaveLength(16);
  });

  it("ends with DELETE, for good", async () => {
    const own = await LegacyClient.connect(corridor);
    const ended = await send(
      corridor,
      null,
      { ...own.headers(), "content-type": null },
      { method: "DELETE" },
    );
    expect(ended.status).toBe(204);
    expect((await own.request("ping")).status).toBe(404);
  });

  it("answers ping, accepts notifications with 202, and does not know other methods", async () => {
    expect((await client.request("ping")).message.result).toEqual({});
    expect((await client.notify("notifications/anything")).status).toBe(202);
    const { status, message } = await client.request("resources/list");
    expect(status).toBe(200);
    expect(message.error?.code).toBe(-32601);
  });

  it("refuses a revision it does not speak in the header", async () => {
    const answer = await read(
      await send(corridor, ping, { ...client.headers(), "mcp-protocol-version": "2020-01-01" }),
    );
    expect(answer.status).toBe(400);
    expect(answer.message.error?.code).toBe(-32022);
  });
});

describe("a request of 2026-07-28", () => {
  it("discovers us, privately", async () => {
    const { status, message } = await askModern(corridor, "server/discover");
    expect(status).toBe(200);
    expect(message.result).toMatchObject({
      supportedVersions: ["2026-07-28"],
      capabilities: { tools: { listChanged: true }, logging: {} },
      resultType: "complete",
      cacheScope: "private",
    });
  });

  it.each([
    ["the version header differs", "tools/list", {}, { "mcp-protocol-version": "2025-11-25" }],
    ["the version header is missing", "tools/list", {}, { "mcp-protocol-version": null }],
    ["the method header differs", "tools/list", {}, { "mcp-method": "tools/call" }],
    ["the method header is missing", "tools/list", {}, { "mcp-method": null }],
    ["the name header differs", "tools/call", { name: "slow" }, { "mcp-name": "echo" }],
    ["the name header is missing", "tools/call", { name: "echo" }, { "mcp-name": null }],
    [
      "the name header is no Base64",
      "tools/call",
      { name: "echo" },
      { "mcp-name": "=?base64?!!?=" },
    ],
  ])("is 400 -32020 and not executed when %s (T73)", async (_what, method, params, headers) => {
    const executed = upstream.executed.length;
    const { status, message } = await askModern(corridor, method, params, headers);
    expect(status).toBe(400);
    expect(message.error?.code).toBe(-32020);
    expect(upstream.executed).toHaveLength(executed);
  });

  it("may carry the name in Base64", async () => {
    const name = `=?base64?${Buffer.from("echo").toString("base64")}?=`;
    const params = { name: "echo", arguments: { text: "hi" } };
    const { message } = await askModern(corridor, "tools/call", params, { "mcp-name": name });
    expect(message.result.content[0].text).toBe("hi");
  });

  it("is 400 -32022 in a version we do not speak", async () => {
    const _meta = { ...envelope, "io.modelcontextprotocol/protocolVersion": "2099-01-01" };
    const headers = { "mcp-protocol-version": "2099-01-01" };
    const { status, message } = await askModern(corridor, "tools/list", { _meta }, headers);
    expect(status).toBe(400);
    expect(message.error).toMatchObject({
      code: -32022,
      data: { supported: ["2026-07-28"], requested: "2099-01-01" },
    });
  });

  it("is 400 -32602 with an incomplete envelope", async () => {
    const headers = { "mcp-protocol-version": "2026-07-28", "mcp-method": "ping" };
    const bare = await read(await send(corridor, ping, headers));
    expect(bare.status).toBe(400);
    expect(bare.message.error?.code).toBe(-32602);
    const _meta = { "io.modelcontextprotocol/clientCapabilities": "none" };
    expect((await askModern(corridor, "tools/list", { _meta })).status).toBe(400);
  });

  it("is 404 -32601 for methods the revision or we do not know", async () => {
    for (const method of ["ping", "resources/list", "nonsense", "__proto__"]) {
      const { status, message } = await askModern(corridor, method);
      expect(status).toBe(404);
      expect(message.error?.code).toBe(-32601);
    }
  });

  it("is 405 as GET or DELETE, and 400 as a response", async () => {
    const headers = { "mcp-protocol-version": "2026-07-28" };
    for (const method of ["GET", "DELETE"]) {
      const answer = await send(corridor, null, { ...headers, "content-type": null }, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("POST");
    }
    expect((await send(corridor, '{"jsonrpc":"2.0","id":1,"result":{}}', headers)).status).toBe(
      400,
    );
  });
});
