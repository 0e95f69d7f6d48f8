import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Corridor, openCorridor, setFilters } from "@/server/testing/corridor";
import { LegacyClient } from "@/server/testing/corridor-client";
import type { FakeUpstream } from "@/server/testing/fake-upstream";
import {
  bareCard,
  barePhone,
  everything,
  image,
  piiTypes,
  planted,
  prose,
  redactedProse,
  startPlantingUpstream,
} from "@/server/testing/planting-upstream";
import { everyRow, expectNoTrace, keepLog } from "@/server/testing/traces";
import { closeAllSessions } from "@/server/upstream/sessions";
import { serveMcp } from "./serve";

/** The SDK of 2025 as people run it, which checks results against the schemas it was told. */
async function connectSdk(): Promise<Client> {
  const { address, slug } = corridor.endpoint;
  const client = new Client({ name: "sdk", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(address), {
    requestInit: { headers: { authorization: `Bearer ${corridor.token}` } },
    fetch: (url, init) => {
      const request = new Request(url, init);
      request.headers.set("host", new URL(address).host);
      return serveMcp(request, slug);
    },
  });
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return client;
}

const log = keepLog();
const heard: string[] = [];
let upstream: FakeUpstream;
let corridor: Corridor;

/** Every way a call can go, with planted values wherever a client can write. */
async function callInEveryWay(client: LegacyClient): Promise<void> {
  const args = { body: prose, [planted.email]: { card: bareCard, phone: barePhone } };
  const meta = { "example.com/by": planted.email, progressToken: "t" };
  for (const tool of ["say", "report", "explode", "work", "mirrored"])
    heard.push((await client.call(tool, args, meta)).text);
  const ids = await Promise.all(
    Array.from({ length: 8 }, () => client.call("say", { body: prose }).then(({ text }) => text)),
  );
  heard.push(...ids);
  heard.push((await client.call(`no ${planted.email}`, args)).text);
  heard.push((await client.request("tools/call", { name: "say", arguments: prose })).text);
  heard.push((await client.request("tools/call", { name: 7, arguments: args })).text);
}

beforeAll(async () => {
  upstream = await startPlantingUpstream();
  corridor = await openCorridor([upstream]);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

// What no filter looks at, on purpose: base64, and numbers that a schema declares.
const withoutKept = (text: string) =>
  text.replaceAll(image, "").replaceAll(new RegExp(`phone\\W+${barePhone}`, "g"), "");

describe("with both filters on, nothing planted (T91, T92)", () => {
  it("reaches the other side, in whatever way a call goes", async () => {
    await setFilters(corridor.endpoint.id, piiTypes, piiTypes);
    await callInEveryWay(await LegacyClient.connect(corridor));
    expectNoTrace(JSON.stringify(upstream.requests), everything);
    expectNoTrace(withoutKept(heard.join("\n")), everything);
  });

  it("breaks a real client, which hears of what was taken out", async () => {
    const client = await connectSdk();
    await client.listTools();
    const { structuredContent } = await client.callTool({ name: "report" });
    expect(structuredContent).toMatchObject({ owner: "[REDACTED_EMAIL]", phone: barePhone });
    await expect(client.callTool({ name: "explode" })).rejects.toThrow(redactedProse);
    const progress: unknown[] = [];
    const onprogress = (one: { message?: string | undefined }) => progress.push(one.message);
    await client.callTool({ name: "work" }, undefined, { onprogress });
    expect(progress).toEqual([redactedProse]);
    await client.close();
  });

  it("stands in any column of the database, plain or encoded", async () => {
    const rows = await everyRow();
    expect(rows).toContain("[REDACTED_EMAIL]");
    expectNoTrace(withoutKept(rows), everything);
  });

  it("stands in the log, a refused connection and its cause included", async () => {
    await upstream.close();
    const client = await LegacyClient.connect(corridor);
    await client.call("say", { body: prose });
    expect(log.text()).toContain("a call failed");
    expectNoTrace(log.text(), everything);
    expectNoTrace(withoutKept(await everyRow()), everything);
  });
});
