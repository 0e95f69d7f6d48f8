import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import { newId } from "@/server/core/ids";
import { db } from "@/server/infra/db";
import { checkServer } from "@/server/servers/check";
import { createServer } from "@/server/servers/create";
import { deleteServer, disableServer, enableServer } from "@/server/servers/mutations";
import { probeAddress } from "@/server/servers/probe";
import { getServer, listServers } from "@/server/servers/queries";
import { syncServer } from "@/server/servers/sync";
import { getTool, listTools } from "@/server/servers/tools";
import { updateServer } from "@/server/servers/update";
import { serverUsage } from "@/server/servers/usage";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { ctxOf, makeGrant, makeMember, makeProject, makeServer } from "@/server/testing/factories";
import { type FakeUpstream, startFakeUpstream } from "@/server/testing/fake-upstream";

let fake: FakeUpstream;
let admin: Ctx;
let projectId: string;
let foreign: { server: { id: string; slug: string; tools: Record<string, string> } };

beforeAll(async () => {
  fake = await startFakeUpstream();
  const project = await makeProject();
  projectId = project.id;
  admin = await makeMember(project.id);
  const other = await makeProject("Other");
  foreign = { server: await makeServer(other.id, "theirs", ["leak"]) };
  await allowUpstream(fake);
});

afterAll(() => fake.close());

const none = { method: "none" } as const;
const later = (ctx: Ctx, milliseconds = 1000): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + milliseconds),
});
const add = (name: string, url = fake.url) =>
  createServer(admin, { name, url, description: "", authentication: none });
const acts = async (id: string) => {
  const rows = await db().auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
  return rows.map((row) => row.action);
};

describe("adding a server", () => {
  test("keeps it, discovers its tools, and records both", async () => {
    const { id, slug, sync } = await add("Fake One");
    expect(slug).toBe("fake-one");
    expect(sync).toMatchObject({ status: "connected", added: 6, removed: 0, rejected: 0 });
    const server = await getServer(admin, { slug });
    expect(server).toMatchObject({ status: "connected", tools: 6, endpoints: 0, era: "E25" });
    expect(server.calledItself).toEqual({ name: "fake-legacy", version: "1.0.0" });
    expect(await acts(id)).toEqual(["server.created", "server.synced"]);
  });

  test("keeps it with status and reason when it cannot be reached", async () => {
    const dead = await startFakeUpstream();
    await allowUpstream(dead);
    await dead.close();
    const { slug, sync } = await add("Dead", dead.url);
    expect(sync.status).toBe("unreachable");
    const server = await getServer(admin, { slug });
    expect(server).toMatchObject({ status: "unreachable", tools: 0, syncedAt: null });
    expect(server.statusReason).toMatch(/refuses connections/);
  });

  test("gives each a slug of its own and refuses a name twice", async () => {
    const [first, second] = await Promise.allSettled([add("Same Name"), add("same name")]);
    const outcomes = [first, second].map((one) => one.status).sort();
    expect(outcomes).toEqual(["fulfilled", "rejected"]);
    expect((await add("Same-Name")).slug).toBe("same-name-2");
    expect((await add("New")).slug).toBe("new-2");
  });

  test("says who may allow a private address, also when it is changed to one", async () => {
    const { id } = await add("Moves inside");
    const change = (ctx: Ctx) => updateServer(ctx, { id, url: "http://10.0.0.1:81/mcp" });
    const chief = await makeMember(projectId);
    const data = { instanceAdminSince: new Date(), name: "Chief" };
    await db().user.update({ where: { id: chief.userId }, data });
    const allow = { hostPort: "10.0.0.1:81", may: false, ask: ["Chief"] };
    const refusal = { code: "egress_blocked", details: { allow } };
    await expect(change(admin)).rejects.toMatchObject(refusal);
    await expect(add("Inside", "http://10.0.0.1:81/mcp")).rejects.toMatchObject(refusal);
    const own = { details: { allow: { ...allow, may: true, ask: [] } } };
    await expect(change(chief)).rejects.toMatchObject(own);
    const metadata = updateServer(chief, { id, url: "http://169.254.169.254/" });
    await expect(metadata).rejects.not.toHaveProperty("details.allow");
    await db().user.update({ where: { id: chief.userId }, data: { instanceAdminSince: null } });
  });

  test("refuses private addresses and cloud metadata (T42)", async () => {
    for (const url of ["http://127.0.0.1:1/mcp", "https://10.0.0.1/mcp", "https://[::1]/mcp"])
      await expect(add("Private", url)).rejects.toMatchObject({ code: "egress_blocked" });
    await expect(add("Metadata", "http://169.254.169.254/")).rejects.toMatchObject({
      code: "egress_blocked",
      details: { never: true },
    });
  });

  test("a server of the 2026 era is understood as well", async () => {
    const modern = await startFakeUpstream({ era: "E26" });
    await allowUpstream(modern);
    const { slug } = await add("Modern", modern.url);
    expect(await getServer(admin, { slug })).toMatchObject({
      status: "connected",
      era: "E26",
      protocolVersion: "2026-07-28",
      tools: 6,
    });
    await modern.close();
  });
});

describe("looking at an address", () => {
  test("tells a person who may not allow a private address whom to ask", async () => {
    const user = { id: newId(), email: "boss@example.com", name: "Bo Boss" };
    await db().user.create({ data: { ...user, instanceAdminSince: new Date() } });
    const probe = await probeAddress(admin, { url: "http://127.0.0.1:9/mcp" });
    expect(probe).toMatchObject({
      ok: false,
      allow: { hostPort: "127.0.0.1:9", may: false, ask: ["Bo Boss"] },
    });
    const boss = { ...admin, userId: user.id };
    const seen = await probeAddress(boss, { url: "http://127.0.0.1:9/mcp" });
    expect(seen.allow).toEqual({ hostPort: "127.0.0.1:9", may: true, ask: [] });
  });

  test("never offers to allow cloud metadata", async () => {
    const probe = await probeAddress(admin, { url: "http://169.254.169.254/latest" });
    expect(probe).toMatchObject({ ok: false, allow: null });
  });

  test("keeps nothing", async () => {
    const before = await db().mcpServer.count();
    expect(await probeAddress(admin, { url: fake.url })).toMatchObject({ ok: true, allow: null });
    expect(await db().mcpServer.count()).toBe(before);
  });
});

describe("changing a server", () => {
  test("name and description change, the slug stays, the record has before and after", async () => {
    const { id, slug } = await add("Before");
    const given = { id, name: "After", description: "Why" };
    expect(await updateServer(later(admin), given)).toEqual({
      credentialDropped: false,
      sync: null,
    });
    expect(await getServer(admin, { slug })).toMatchObject({ name: "After", description: "Why" });
    const event = await db().auditEvent.findFirstOrThrow({
      where: { action: "server.updated", subjectId: id },
    });
    expect(event.before).toEqual({ name: "Before", description: "" });
    expect(event.after).toEqual({ name: "After", description: "Why" });
  });

  test("disabling and enabling are recorded once each", async () => {
    const { id } = await add("Switch");
    await disableServer(admin, { id });
    await disableServer(later(admin), { id });
    await enableServer(later(admin), { id });
    const recorded = (await acts(id)).filter((action) => /abled$/.test(action));
    expect(recorded).toEqual(["server.disabled", "server.enabled"]);
  });

  test("checking changes the status and leaves the tools", async () => {
    const own = await startFakeUpstream();
    await allowUpstream(own);
    const { id, slug } = await add("Checked", own.url);
    await own.close();
    expect(await checkServer(later(admin), { id })).toMatchObject({ status: "unreachable" });
    expect(await getServer(admin, { slug })).toMatchObject({ status: "unreachable", tools: 6 });
  });

  test("deleting tells and records what it takes along", async () => {
    const { id, slug } = await add("Doomed");
    const endpointId = newId();
    await db().mcpEndpoint.create({
      data: { id: endpointId, projectId, slug: newId(), name: "E" },
    });
    await db().endpointServer.create({ data: { id: newId(), endpointId, serverId: id } });
    const [tool] = await listTools(admin, { id });
    const exposed = { id: newId(), endpointId, serverToolId: tool?.id ?? "", exposedName: "add" };
    await db().endpointTool.create({ data: exposed });
    await makeGrant(endpointId, admin.userId);
    const numbers = { endpoints: 1, exposedTools: 1, clients: 1 };
    expect(await serverUsage(admin, { id })).toMatchObject({ ...numbers, list: [{ name: "E" }] });
    await deleteServer(admin, { id });
    await expect(getServer(admin, { slug })).rejects.toMatchObject({ code: "not_found" });
    const event = await db().auditEvent.findFirstOrThrow({ where: { action: "server.deleted" } });
    expect(event.before).toMatchObject(numbers);
  });
});

describe("the wall", () => {
  const verbs: [string, (ctx: Ctx, id: string) => Promise<unknown>][] = [
    ["updateServer", (ctx, id) => updateServer(ctx, { id, name: "Mine" })],
    ["checkServer", (ctx, id) => checkServer(ctx, { id })],
    ["syncServer", (ctx, id) => syncServer(ctx, { id })],
    ["disableServer", (ctx, id) => disableServer(ctx, { id })],
    ["enableServer", (ctx, id) => enableServer(ctx, { id })],
    ["deleteServer", (ctx, id) => deleteServer(ctx, { id })],
  ];

  test.each(verbs)("%s answers not_found for another project's server", async (_name, verb) => {
    await expect(verb(admin, foreign.server.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(verb(admin, newId())).rejects.toMatchObject({ code: "not_found" });
  });

  test("another project's server, tools and use are not there", async () => {
    const { id, slug, tools } = foreign.server;
    const notFound = { code: "not_found" };
    await expect(getServer(admin, { slug })).rejects.toMatchObject(notFound);
    await expect(listTools(admin, { id })).rejects.toMatchObject(notFound);
    await expect(serverUsage(admin, { id })).rejects.toMatchObject(notFound);
    const own = await add("Own");
    const tool = { id: own.id, tool: tools["leak"] ?? "" };
    await expect(getTool(admin, tool)).rejects.toMatchObject(notFound);
    const names = (await listServers(admin)).map((server) => server.slug);
    expect(names).not.toContain("theirs");
  });

  test.each(verbs)("%s needs its permission", async (_name, verb) => {
    const auditor = ctxOf(projectId, "auditor");
    await expect(verb(auditor, newId())).rejects.toMatchObject({ code: "forbidden" });
  });

  test("who may not see servers sees none, and adds none", async () => {
    const member = ctxOf(projectId, "member");
    await expect(listServers(member)).rejects.toMatchObject({ code: "forbidden" });
    await expect(probeAddress(member, { url: fake.url })).rejects.toMatchObject({
      code: "forbidden",
    });
    const input = { name: "X", url: fake.url, description: "", authentication: none };
    await expect(createServer(member, input)).rejects.toMatchObject({ code: "forbidden" });
  });
});
