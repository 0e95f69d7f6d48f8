import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/server/access/access";
import {
  createEndpoint,
  deleteEndpoint,
  toggleEndpoint,
  updateEndpoint,
} from "@/server/endpoints/mutations";
import { getEndpoint, listEndpoints, previewTools } from "@/server/endpoints/queries";
import { connectServers, disconnectServer } from "@/server/endpoints/servers";
import { setTools } from "@/server/endpoints/tools";
import { db } from "@/server/infra/db";
import {
  ctxOf,
  type MadeServer,
  makeGrant,
  makeMember,
  makeProject,
  makeServer,
} from "@/server/testing/factories";

let admin: Ctx;
let github: MadeServer;
let linear: MadeServer;
let foreign: { ctx: Ctx; server: MadeServer; endpoint: string };

beforeAll(async () => {
  const project = await makeProject();
  admin = await makeMember(project.id);
  github = await makeServer(project.id, "github", [
    "search",
    { name: "read_file", readOnly: true },
    { name: "delete_repo", destructive: true },
  ]);
  linear = await makeServer(project.id, "linear", ["search", { name: "list", readOnly: true }]);
  const other = await makeProject("Other");
  const ctx = await makeMember(other.id);
  const server = await makeServer(other.id, "secret", ["leak"]);
  foreign = { ctx, server, endpoint: (await create(ctx, "Theirs")).slug };
});

const create = (ctx: Ctx, name: string, serverIds: string[] = [], toolIds: string[] = []) =>
  createEndpoint(ctx, { name, description: "", serverIds, toolIds });
const id = (server: MadeServer, tool: string) => server.tools[tool] ?? "";
const act = (action: string, subjectName: string) =>
  db().auditEvent.findFirstOrThrow({ where: { action, subjectName } });

async function exposed(slug: string): Promise<string[]> {
  const { groups } = await getEndpoint(admin, { endpoint: slug });
  const tools = groups.flatMap((group) => group.tools).filter((tool) => tool.enabled);
  return tools.map((tool) => tool.exposedName).sort();
}

describe("an endpoint", () => {
  test("exposes nothing that nobody chose", async () => {
    const { slug } = await create(admin, "Nothing chosen", [github.id, linear.id]);
    expect(await exposed(slug)).toEqual([]);
  });

  test("has a readable address that a change of name leaves alone", async () => {
    const { slug } = await create(admin, "Support tools (EU)");
    expect(slug).toMatch(/^support-tools-eu-[a-z0-9]{10}$/);
    const change = { endpoint: slug, name: "Help", description: "x", maxAccessSeconds: 3600 };
    expect(await updateEndpoint(admin, change)).toEqual({ slug });
    const after = await getEndpoint(admin, { endpoint: slug });
    expect(after).toMatchObject({ name: "Help", address: `http://localhost:3000/mcp/${slug}` });
  });

  test("has a name that is unique in its project and free in another", async () => {
    await create(admin, "Twice");
    await expect(create(admin, "Twice")).rejects.toMatchObject({ code: "conflict" });
    await expect(create(foreign.ctx, "Twice")).resolves.toBeDefined();
  });

  test("is created with the tools that were chosen, and the record says which", async () => {
    const { slug } = await create(admin, "Chosen", [github.id], [id(github, "read_file")]);
    expect(await exposed(slug)).toEqual(["read_file"]);
    const recorded = await act("endpoint.created", "Chosen");
    expect(recorded.after).toMatchObject({ servers: ["github"], tools: ["read_file"] });
    expect(recorded.actorId).toBe(admin.userId);
  });

  test("is turned off and on, each once in the record", async () => {
    const { slug } = await create(admin, "Switch");
    const off = { endpoint: slug, enabled: false };
    await toggleEndpoint(admin, off);
    await toggleEndpoint(admin, off);
    expect(await getEndpoint(admin, { endpoint: slug })).toMatchObject({ enabled: false });
    const acts = { action: "endpoint.disabled", subjectName: "Switch" };
    expect(await db().auditEvent.count({ where: acts })).toBe(1);
  });

  test("is deleted only by its name, and the clients that lose access are counted", async () => {
    const { slug } = await create(admin, "Doomed");
    const row = await db().mcpEndpoint.findUniqueOrThrow({ where: { slug } });
    await makeGrant(row.id, admin.userId);
    const wrong = deleteEndpoint(admin, { endpoint: slug, name: "doomed" });
    await expect(wrong).rejects.toMatchObject({ code: "bad_request" });
    expect(await deleteEndpoint(admin, { endpoint: slug, name: "Doomed" })).toEqual({ clients: 1 });
    await expect(getEndpoint(admin, { endpoint: slug })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("is listed with its address, servers, exposed tools and connected clients", async () => {
    const { slug } = await create(admin, "Listed", [github.id], [id(github, "search")]);
    const row = await db().mcpEndpoint.findUniqueOrThrow({ where: { slug } });
    await makeGrant(row.id, admin.userId);
    const listed = (await listEndpoints(admin)).find((one) => one.slug === slug);
    expect(listed).toMatchObject({ tools: 1, clients: 1, enabled: true });
    expect(listed?.servers.map((server) => server.name)).toEqual(["github"]);
  });
});

describe("the tools of an endpoint", () => {
  test("go on and off, and what changed can be undone", async () => {
    const { slug } = await create(admin, "Undo", [github.id], [id(github, "search")]);
    const all = Object.values(github.tools);
    const on = await setTools(admin, { endpoint: slug, toolIds: all, enabled: true });
    expect(on.toolIds).toHaveLength(2);
    await setTools(admin, { endpoint: slug, toolIds: on.toolIds, enabled: false });
    expect(await exposed(slug)).toEqual(["search"]);
  });

  test("keep their published name when a server with the same names joins", async () => {
    const { slug } = await create(admin, "Stable", [github.id], [id(github, "search")]);
    await connectServers(admin, { endpoint: slug, serverIds: [linear.id] });
    await setTools(admin, { endpoint: slug, toolIds: [id(linear, "search")], enabled: true });
    expect(await exposed(slug)).toEqual(["linear_search", "search"]);
  });

  test("have the names the preview promised", async () => {
    const preview = await previewTools(admin, { serverIds: [github.id, linear.id] });
    const promised = preview.flatMap((group) => group.tools.map((tool) => tool.exposedName));
    const tools = [...Object.values(github.tools), ...Object.values(linear.tools)];
    const { slug } = await create(admin, "Promised", [github.id, linear.id], tools);
    expect(await exposed(slug)).toEqual(promised.sort());
    expect(promised).toContain("github_search");
  });

  test("are off when their server is taken away, and get their old name when it returns", async () => {
    const { slug } = await create(admin, "Return", [github.id], [id(github, "search")]);
    await disconnectServer(admin, { endpoint: slug, serverId: github.id });
    await connectServers(admin, { endpoint: slug, serverIds: [linear.id, github.id] });
    expect(await exposed(slug)).toEqual([]);
    const toolIds = [id(github, "search"), id(linear, "search")];
    await setTools(admin, { endpoint: slug, toolIds, enabled: true });
    expect(await exposed(slug)).toEqual(["linear_search", "search"]);
  });

  test("turned on by eight requests at once have one row and one name each", async () => {
    const { slug } = await create(admin, "Race", [github.id, linear.id]);
    const toolIds = [id(github, "search"), id(linear, "search")];
    await Promise.all(
      Array.from({ length: 8 }, () => setTools(admin, { endpoint: slug, toolIds, enabled: true })),
    );
    expect(await exposed(slug)).toEqual(["github_search", "linear_search"]);
  });
});

describe("the wall between projects", () => {
  const gone = { code: "not_found" };

  test("hides another project's endpoint from every verb", async () => {
    const theirs = { endpoint: foreign.endpoint };
    const details = { name: "Mine now", description: "", maxAccessSeconds: 3600 };
    const verbs = [
      () => getEndpoint(admin, theirs),
      () => updateEndpoint(admin, { ...theirs, ...details }),
      () => toggleEndpoint(admin, { ...theirs, enabled: false }),
      () => deleteEndpoint(admin, { ...theirs, name: "Theirs" }),
      () => connectServers(admin, { ...theirs, serverIds: [github.id] }),
      () => disconnectServer(admin, { ...theirs, serverId: foreign.server.id }),
      () => setTools(admin, { ...theirs, toolIds: [id(foreign.server, "leak")], enabled: true }),
    ];
    for (const verb of verbs) await expect(verb()).rejects.toMatchObject(gone);
  });

  test("lets no server and no tool of another project into an endpoint", async () => {
    const { slug } = await create(admin, "Walled", [github.id]);
    const leak = id(foreign.server, "leak");
    await expect(
      connectServers(admin, { endpoint: slug, serverIds: [foreign.server.id] }),
    ).rejects.toMatchObject(gone);
    await expect(
      setTools(admin, { endpoint: slug, toolIds: [leak], enabled: true }),
    ).rejects.toMatchObject(gone);
    await expect(create(admin, "Thief", [foreign.server.id])).rejects.toMatchObject(gone);
    await expect(create(admin, "Thief", [github.id], [leak])).rejects.toMatchObject(gone);
    await expect(previewTools(admin, { serverIds: [foreign.server.id] })).rejects.toMatchObject(
      gone,
    );
    expect(await db().mcpEndpoint.count({ where: { name: "Thief" } })).toBe(0);
  });
});

describe("without the permission", () => {
  const refused = { code: "forbidden" };

  test("a member and an auditor change nothing", async () => {
    const { slug } = await create(admin, "Guarded", [github.id]);
    const endpoint = slug;
    for (const role of ["member", "auditor"] as const) {
      const ctx = ctxOf(admin.projectId, role);
      const details = { name: "x", description: "", maxAccessSeconds: 3600 };
      const verbs = [
        () => create(ctx, "No"),
        () => updateEndpoint(ctx, { endpoint, ...details }),
        () => toggleEndpoint(ctx, { endpoint, enabled: false }),
        () => deleteEndpoint(ctx, { endpoint, name: "Guarded" }),
        () => connectServers(ctx, { endpoint, serverIds: [linear.id] }),
        () => disconnectServer(ctx, { endpoint, serverId: github.id }),
        () => setTools(ctx, { endpoint, toolIds: [id(github, "search")], enabled: true }),
      ];
      for (const verb of verbs) await expect((async () => verb())()).rejects.toMatchObject(refused);
    }
  });

  test("a member sees the tools that are on and no others", async () => {
    const { slug } = await create(admin, "Seen", [github.id], [id(github, "search")]);
    const seen = await getEndpoint(ctxOf(admin.projectId, "member"), { endpoint: slug });
    expect(seen.groups.flatMap((group) => group.tools.map((tool) => tool.name))).toEqual([
      "search",
    ]);
  });
});
