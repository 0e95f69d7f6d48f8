// Rows for tests, made in the plainest way: nothing is checked, nothing recorded.
import { Access, type Ctx } from "@/server/access/access";
import { type BuiltinRole, builtinRules, isBuiltinRole } from "@/server/access/builtin-roles";
import { Rights, type Rule } from "@/server/access/rights";
import { newId, newSlug } from "@/server/core/ids";
import { db } from "@/server/infra/db";

/** A project and its slug. */
export async function makeProject(name = "Acme"): Promise<{ id: string; slug: string }> {
  const row = { id: newId(), slug: newSlug(), name };
  await db().project.create({ data: row });
  return row;
}

/** A person, a member of `projectId` with `role`, and the context they act in. */
export async function makeMember(projectId: string, role: BuiltinRole = "admin"): Promise<Ctx> {
  const user = { id: newId(), email: `${newSlug()}@example.com`, name: "Ana Lima" };
  await db().user.create({ data: user });
  await joinAs(projectId, user.id, role);
  return ctxOf(projectId, role, user);
}

/** Makes a person a member with one role: a built-in one or the id of one of the project. */
export async function joinAs(
  projectId: string,
  userId: string,
  role: string,
  expiresAt: Date | null = null,
): Promise<void> {
  const roleId = isBuiltinRole(role) ? null : role;
  await db().membership.create({
    data: {
      ...{ id: newId(), projectId, userId },
      roles: { create: { id: newId(), role, roleId, expiresAt } },
    },
  });
}

/** A role of the project with these rules; its id. */
export async function makeRole(projectId: string, ...rules: Rule[]): Promise<string> {
  const id = newId();
  const stored = rules.map(({ permission, conditions }) => ({
    ...{ id: newId(), permission },
    conditions: conditions.map((condition) => ({ ...condition, values: [...condition.values] })),
  }));
  await db().role.create({ data: { id, projectId, name: id, rules: { create: stored } } });
  return id;
}

/** A member whose one role has these rules, and the context they act in. */
export async function makeLimited(projectId: string, ...rules: Rule[]): Promise<Ctx> {
  const key = await makeRole(projectId, ...rules);
  const user = { id: newId(), email: `${newSlug()}@example.com`, name: "Lea Roth" };
  await db().user.create({ data: user });
  await joinAs(projectId, user.id, key);
  const access = new Access(projectId, new Rights([{ key, name: key, rules }]));
  return { ...ctxOf(projectId, "member", user), access };
}

/** What built-in roles allow in a project. */
export function accessOf(projectId: string, ...roles: string[]): Access {
  const held = roles.map(builtinRules).filter((role) => role !== null);
  return new Access(projectId, new Rights(held));
}

/** A context without rows behind it. */
export function ctxOf(
  projectId: string,
  role: BuiltinRole = "admin",
  user: { id: string; name: string } = { id: newId(), name: "Ana Lima" },
): Ctx {
  return {
    userId: user.id,
    userName: user.name,
    requestId: newId(),
    ip: "127.0.0.1",
    now: new Date(),
    projectId,
    access: accessOf(projectId, role),
  };
}

export type MadeServer = { id: string; slug: string; tools: Record<string, string> };

/** A connected server with tools of these names; `tools` maps each to its id. */
export async function makeServer(
  projectId: string,
  slug: string,
  tools: readonly (string | { name: string; readOnly?: boolean; destructive?: boolean })[] = [],
): Promise<MadeServer> {
  const id = newId();
  const url = `https://${slug}.example.com/mcp`;
  const server = { id, projectId, slug, name: slug, url, status: "connected" };
  await db().mcpServer.create({ data: server });
  const rows = tools.map((tool) => {
    const facts = typeof tool === "string" ? { name: tool } : tool;
    const definition = JSON.stringify({ name: facts.name, inputSchema: { type: "object" } });
    return { id: newId(), serverId: id, definition, definitionHash: facts.name, ...facts };
  });
  await db().mcpServerTool.createMany({ data: rows });
  return { id, slug, tools: Object.fromEntries(rows.map((row) => [row.name, row.id])) };
}

/** A client somebody allowed to use an endpoint. */
export async function makeGrant(endpointId: string, userId: string): Promise<{ id: string }> {
  const client = { id: newId(), clientId: newSlug(), kind: "registered", name: "Claude" };
  await db().oAuthClient.create({ data: { ...client, metadata: {} } });
  const id = newId();
  await db().oAuthGrant.create({
    data: {
      id,
      grantKey: newSlug(),
      clientRowId: client.id,
      clientName: client.name,
      userId,
      endpointId,
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  return { id };
}
