import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { checkServer } from "@/server/servers/check";
import { createServer } from "@/server/servers/create";
import { getServer } from "@/server/servers/queries";
import { syncServer } from "@/server/servers/sync";
import { getTool, listTools } from "@/server/servers/tools";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { startCannedUpstream } from "@/server/testing/canned-upstream";
import { makeMember, makeProject } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";

let admin: Ctx;
const running: FakeUpstream[] = [];

beforeAll(async () => {
  const project = await makeProject();
  admin = await makeMember(project.id);
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

const at = (seconds: number): Ctx => ({
  ...admin,
  now: new Date(admin.now.getTime() + seconds * 1000),
});

const tool = (name: string, more: object = {}) =>
  JSON.stringify({ name, inputSchema: { type: "object" }, ...more });

/** A server whose tools the test changes while it runs. */
async function addWith(name: string, tools: string[]) {
  const upstream = await startCannedUpstream({ era: "E25", tools, call: () => "{}" });
  running.push(upstream);
  await allowUpstream(upstream);
  const input = {
    name,
    url: upstream.url,
    description: "",
    authentication: { method: "none" },
  } as const;
  return { upstream, ...(await createServer(at(0), input)) };
}

const marks = async (id: string) =>
  Object.fromEntries((await listTools(admin, { id })).map((one) => [one.name, one.mark]));

describe("synchronising", () => {
  test("keeps a definition byte for byte, with unknown fields and large numbers", async () => {
    const raw = '{"name":"big","x-ours":9007199254740993,  "inputSchema":{"type":"object"}}';
    const { id } = await addWith("Bytes", [raw]);
    const [row] = await listTools(admin, { id });
    expect((await getTool(admin, { id, tool: row?.id ?? "" })).definition).toBe(raw);
  });

  test("and a check keep every era the server speaks", async () => {
    const upstream = await startFakeUpstream({ era: "both" });
    running.push(upstream);
    await allowUpstream(upstream);
    const authentication = { method: "none" } as const;
    const input = { name: "Both", url: upstream.url, description: "", authentication };
    const { id } = await createServer(at(0), input);
    const eras = async () => (await db().mcpServer.findUniqueOrThrow({ where: { id } })).eras;
    expect(await eras()).toEqual(["E26", "E25"]);
    await db().mcpServer.update({ where: { id }, data: { eras: [] } });
    await checkServer(at(1), { id });
    expect(await eras()).toEqual(["E26", "E25"]);
  });

  test("reads what the annotations say, and nothing where they are silent", async () => {
    const { id } = await addWith("Notes", [
      tool("read", { title: "Read it", annotations: { readOnlyHint: true } }),
      tool("wipe", { annotations: { destructiveHint: true, readOnlyHint: "yes" } }),
    ]);
    expect(await listTools(admin, { id })).toMatchObject([
      { name: "read", title: "Read it", readOnly: true, destructive: null },
      { name: "wipe", title: null, readOnly: null, destructive: true },
    ]);
  });

  test("marks what is new, changed and gone, and keeps the ids", async () => {
    const tools = [tool("stays"), tool("changes"), tool("goes")];
    const { id } = await addWith("Marks", tools);
    expect(await marks(id)).toEqual({ stays: null, changes: null, goes: null });
    const ids = (await listTools(admin, { id })).map((one) => one.id);
    tools.splice(1, 2, tool("changes", { description: "Another" }), tool("arrives"));
    const result = await syncServer(at(1), { id });
    expect(result).toMatchObject({ added: 1, changed: 1, removed: 1 });
    const now = { stays: null, changes: "changed", goes: "removed", arrives: "new" };
    expect(await marks(id)).toEqual(now);
    const after = await listTools(admin, { id });
    expect(after.map((one) => one.id)).toEqual(expect.arrayContaining(ids));
    expect(after.find((one) => one.name === "changes")?.description).toBe("Another");
  });

  test("a tool that returns is itself again", async () => {
    const tools = [tool("here"), tool("away")];
    const { id } = await addWith("Return", tools);
    tools.pop();
    await syncServer(at(1), { id });
    tools.push(tool("away"));
    expect(await syncServer(at(2), { id })).toMatchObject({ added: 1, changed: 0, removed: 0 });
    expect(await marks(id)).toEqual({ here: null, away: null });
  });

  test("a failure changes the status and never empties the list", async () => {
    const { id, slug, upstream } = await addWith("Fails", [tool("kept")]);
    await upstream.close();
    const result = await syncServer(at(1), { id });
    expect(result).toMatchObject({ status: "unreachable", removed: 0 });
    const server = await getServer(admin, { slug });
    expect(server).toMatchObject({ status: "unreachable", tools: 1 });
    expect(server.syncedAt).toEqual(at(0).now);
  });

  test("tools that cannot be offered are named with the reason", async () => {
    const { slug } = await addWith("Rejects", [tool("fine"), tool("bad\u001b[31m")]);
    const server = await getServer(admin, { slug });
    expect(server.tools).toBe(1);
    expect(server.rejected).toHaveLength(1);
    expect(server.rejected[0]?.reason).toEqual(expect.any(String));
  });

  test("an older check that ends later does not undo a newer one", async () => {
    const tools = [tool("one")];
    const { id } = await addWith("Race", tools);
    tools.push(tool("two"));
    await syncServer(at(5), { id });
    tools.pop();
    await syncServer(at(3), { id });
    expect(await marks(id)).toEqual({ one: null, two: "new" });
  });

  test("many at once leave one consistent list", async () => {
    const tools = [tool("one"), tool("two")];
    const { id } = await addWith("Many", tools);
    tools.push(tool("three"));
    await Promise.all([1, 2, 3, 4, 5].map((second) => syncServer(at(second), { id })));
    expect(await db().mcpServerTool.count({ where: { serverId: id, removedAt: null } })).toBe(3);
  });
});
