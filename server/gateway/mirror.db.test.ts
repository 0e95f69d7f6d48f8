import { afterAll, beforeAll, expect, it } from "vitest";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { type Corridor, openCorridor } from "@/server/testing/corridor";
import { askModern, LegacyClient } from "@/server/testing/corridor-client";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";
import { closeAllSessions } from "@/server/upstream/sessions";

let upstream: FakeUpstream;
let corridor: Corridor;
let client: LegacyClient;

beforeAll(async () => {
  upstream = await startFakeUpstream({ era: "both" });
  corridor = await openCorridor([upstream], ["echo"]);
  client = await LegacyClient.connect(corridor);
});
afterAll(async () => {
  await closeAllSessions();
  await upstream.close();
});

const params = { name: "echo", arguments: { text: "hi" } };

/** How the last call was said to the server. */
function spoken() {
  const call = upstream.requests.findLast((one) => one.rpcMethod === "tools/call");
  const { "mcp-protocol-version": version, "mcp-session-id": session } = call?.headers ?? {};
  return { version, hasSession: session !== undefined };
}

it("a server of both eras is spoken to by a 2025 client in a 2025 session", async () => {
  const { message } = await client.call("echo", params.arguments);
  expect(message.result).toEqual({ content: [{ type: "text", text: "hi" }] });
  expect(spoken()).toEqual({ version: "2025-11-25", hasSession: true });
});

it("and by a 2026 client without one", async () => {
  const { message } = await askModern(corridor, "tools/call", params);
  expect(message.result.content).toEqual([{ type: "text", text: "hi" }]);
  expect(spoken()).toEqual({ version: "2026-07-28", hasSession: false });
});

it("a server checked before eras were kept is bridged as it was", async () => {
  await db().mcpServer.updateMany({
    where: { id: corridor.servers[0]?.id ?? "" },
    data: { eras: [] },
  });
  await bus().settled();
  const { message } = await client.call("echo", params.arguments);
  expect(message.result.content).toEqual([{ type: "text", text: "hi" }]);
  expect(spoken()).toEqual({ version: "2026-07-28", hasSession: false });
});
