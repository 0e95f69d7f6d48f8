import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { beforeEach, describe, expect, test } from "vitest";
import { credentialBinding } from "@/server/credentials/binding";
import { serveMcp } from "@/server/gateway/serve";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { sealForProject } from "@/server/infra/seal";
import { recordOf, setFilters } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import {
  addPerson,
  connectAs,
  exposeTool,
  openSignedInCorridor,
  rowOf,
  type SignedInCorridor,
} from "@/server/testing/signed-in-corridor";
import { closeServers, startPair } from "@/server/testing/upstream-sign-in";

closeServers();

let corridor: SignedInCorridor;
const whoami = { name: "whoami", arguments: {} };
const opensUrls = { elicitation: { url: {} } };

beforeEach(async () => {
  corridor = await openSignedInCorridor(await startPair({ style: "notion" }), "personal");
});

const link = () => `${env().publicUrl}/connections?server=${corridor.server.slug}`;

const calls = () =>
  corridor.pair.upstream.requests.filter(({ rpcMethod }) => rpcMethod === "tools/call");

async function lastCall() {
  const { logs } = await recordOf(corridor.endpoint.id);
  return logs.at(-1);
}

function transportOptions({ endpoint, token }: SignedInCorridor) {
  return {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
    fetch: (url: string | URL, init?: RequestInit) => {
      const request = new Request(url, init);
      request.headers.set("host", new URL(endpoint.address).host);
      return serveMcp(request, endpoint.slug);
    },
  };
}

async function sdkOf2025(capabilities: object): Promise<Client> {
  const client = new Client({ name: "v1", version: "1" }, { capabilities });
  const { address } = corridor.endpoint;
  const transport = new StreamableHTTPClientTransport(new URL(address), transportOptions(corridor));
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return client;
}

async function sdkOf2026(
  onAsked: (params: unknown) => Promise<"accept" | "decline">,
): Promise<ModernClient> {
  const client = new ModernClient(
    { name: "v2", version: "1" },
    { capabilities: opensUrls, versionNegotiation: { mode: { pin: "2026-07-28" } } },
  );
  client.setRequestHandler("elicitation/create", async ({ params }) => ({
    action: await onAsked(params),
  }));
  const { address } = corridor.endpoint;
  await client.connect(new ModernTransport(new URL(address), transportOptions(corridor)));
  return client;
}

describe("a call that needs the person's own account", () => {
  test("tells a client of either era in words, with the link, and is recorded", async () => {
    const legacy = await LegacyClient.connect(corridor);
    const answers = [await legacy.call("whoami"), await askModern(corridor, "tools/call", whoami)];
    for (const { message } of answers) {
      expect(message.result).toMatchObject({
        isError: true,
        _meta: { "gatehouse/reason": "connection_required" },
      });
      expect(message.result.content[0].text).toContain(`Open ${link()} to connect your account`);
      expect(message.result.content[0].text).toContain("Guarded");
    }
    expect(await lastCall()).toMatchObject({
      outcome: "failed",
      errorCode: "connection_required",
    });
    expect(calls()).toHaveLength(0);
  });

  test("asks the SDK of 2025 to open the page when it can, with error -32042", async () => {
    const client = await sdkOf2025(opensUrls);
    const refused = await client.callTool(whoami).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: -32042,
      elicitations: [{ mode: "url", url: link(), elicitationId: expect.any(String) }],
    });
    expect(await lastCall()).toMatchObject({
      outcome: "failed",
      errorCode: "connection_required",
    });
    await connectAs(corridor, "ana");
    expect(await client.callTool(whoami)).toMatchObject({ content: [{ text: "ana" }] });
    await client.close();
  });

  test("tells the SDK of 2025 in words when it cannot, or has agreed on an earlier revision", async () => {
    const client = await sdkOf2025({ elicitation: { form: {} } });
    expect(await client.callTool(whoami)).toMatchObject({ isError: true });
    await client.close();
    const older = new LegacyClient(corridor);
    const params = { protocolVersion: "2025-06-18", capabilities: opensUrls, clientInfo: {} };
    const { headers } = await older.request("initialize", params);
    older.session = headers.get("mcp-session-id") ?? "";
    expect((await older.call("whoami")).message.result.isError).toBe(true);
  });

  test("asks the SDK of 2026 for it, and its retry succeeds once the person has connected", async () => {
    const asked: unknown[] = [];
    const client = await sdkOf2026(async (params) => {
      asked.push(params);
      await connectAs(corridor, "ana");
      return "accept";
    });
    expect(await client.callTool(whoami)).toMatchObject({ content: [{ text: "ana" }] });
    expect(asked).toMatchObject([{ mode: "url", url: link() }]);
    expect(
      calls()
        .map(({ body }) => body)
        .join(),
    ).not.toMatch(/requestState|inputResponses/);
    const { logs } = await recordOf(corridor.endpoint.id);
    expect(logs.map(({ errorCode }) => errorCode)).toEqual(["connection_required", null]);
    await client.close();
  });

  test("asks the SDK of 2026 once, whatever the person answers", async () => {
    for (const answer of ["accept", "decline"] as const) {
      let asked = 0;
      const client = await sdkOf2026(async () => {
        asked++;
        return answer;
      });
      expect(await client.callTool(whoami)).toMatchObject({ isError: true });
      expect(asked).toBe(1);
      await client.close();
    }
  });

  test("is told in our own words, which no filter changes", async () => {
    await db().mcpServer.updateMany({
      where: { id: corridor.server.id },
      data: { name: "ops@example.com" },
    });
    await setFilters(corridor.endpoint.id, ["EMAIL"], ["EMAIL"]);
    const { message } = await askModern(corridor, "tools/call", whoami);
    expect(message.result.content[0].text).toMatch(/“ops@example\.com”.*\/connections\?server=/);
    expect(await lastCall()).toMatchObject({ errorCode: "connection_required" });
  });

  test("leaves the tools listed", async () => {
    const { message } = await askModern(corridor, "tools/list");
    expect(message.result.tools).toMatchObject([{ name: "whoami" }]);
  });
});

describe("the state of a request for input (T62)", () => {
  const meta = {
    "io.modelcontextprotocol/clientCapabilities": opensUrls,
  };

  async function issued(): Promise<string> {
    const { message } = await askModern(corridor, "tools/call", { ...whoami, _meta: meta });
    expect(message.result.resultType).toBe("input_required");
    return message.result.requestState;
  }

  const retry = (who: SignedInCorridor, requestState: unknown, name = "whoami") => {
    const inputResponses = { connect: { action: "accept" } };
    const params = { ...whoami, name, requestState, inputResponses, _meta: meta };
    return askModern(who, "tools/call", params);
  };

  test("is good for its own person and tool alone, and only unchanged and in time", async () => {
    await exposeTool(corridor.endpoint.id, corridor.server.id, "other");
    await bus().settled();
    const state = await issued();
    const [expires = "", mac = ""] = state.split(".");
    const person = await addPerson(corridor);
    await connectAs(person, "ben");
    await connectAs(corridor, "ana");
    const answers = [
      await retry(person, state),
      await retry(corridor, state, "other"),
      await retry(corridor, `${Number(expires) + 1}.${mac}`),
      await retry(corridor, `${expires}.${mac.slice(0, -1)}`),
      await retry(corridor, "1.x"),
      await retry(corridor, 7),
    ];
    for (const { message } of answers) expect(message.error?.code).toBe(-32602);
    expect(calls()).toHaveLength(0);
    expect(await lastCall()).toMatchObject({ outcome: "denied", errorCode: "invalid_params" });
    expect((await retry(corridor, state)).message.result.content[0].text).toBe("ana");
  });
});

describe("what is stored of an account", () => {
  test("in another person's row is unreadable: the call is refused and no server contacted (T80)", async () => {
    const person = await addPerson(corridor);
    await connectAs(person, "ben");
    await connectAs(corridor, "ana");
    const { sealed } = await rowOf(person, person.userId);
    const { id } = await rowOf(corridor, corridor.userId);
    const binding = credentialBinding(corridor.server, { id, userId: corridor.userId });
    const empty = await sealForProject(corridor.projectId, "", binding);
    for (const bad of [sealed, `${sealed.slice(0, -4)}AAAA`, "v1.p.gone.a.b.c", "", empty]) {
      await db().serverCredential.update({ where: { id }, data: { sealed: bad } });
      await bus().settled();
      const before = corridor.pair.upstream.requests.length;
      const { message } = await askModern(corridor, "tools/call", whoami);
      expect(message.result._meta).toMatchObject({ "gatehouse/reason": "connection_required" });
      expect(message.result.content[0].text).toContain("unreadable");
      expect(corridor.pair.upstream.requests.length).toBe(before);
    }
    const { message } = await askModern(person, "tools/call", whoami);
    expect(message.result.content[0].text).toBe("ben");
  });
});
