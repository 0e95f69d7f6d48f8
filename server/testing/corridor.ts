// A project ready to be called: servers with their real catalogs, an endpoint, people with clients and access tokens.
import { createHash } from "node:crypto";
import { newId, newSlug, randomToken, sha256 } from "@/server/core/ids";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { reloadEgress } from "@/server/settings/egress-feed";
import { fetchCatalog } from "@/server/upstream/catalog";
import { joinAs } from "./factories";
import type { FakeUpstream } from "./fake-upstream";

export type Corridor = {
  projectId: string;
  endpoint: { id: string; slug: string; name: string; address: string };
  servers: { id: string; name: string }[];
  /** An access token of an administrator for the endpoint. */
  token: string;
  grantId: string;
  userId: string;
};

/** Serves `tools` of these servers at one endpoint; all tools when none is named. Reads the catalogs from the servers. */
export async function openCorridor(
  upstreams: readonly Pick<FakeUpstream, "url" | "hostPort">[],
  tools: readonly string[] = [],
): Promise<Corridor> {
  for (const { hostPort } of upstreams) await allowEgress(hostPort);
  const projectId = newId();
  await db().project.create({ data: { id: projectId, slug: newSlug(), name: "Team" } });
  const endpoint = await addEndpoint(projectId);
  const servers: Corridor["servers"] = [];
  for (const [index, upstream] of upstreams.entries()) {
    const server = await addServer(projectId, upstream.url, `Server ${index + 1}`);
    await connectServer(endpoint.id, server.id, tools);
    servers.push(server);
  }
  const access = await addAccess({ projectId, endpointId: endpoint.id, role: "admin" });
  await bus().settled();
  return { projectId, endpoint, servers, ...access };
}

/** Lets servers live on this machine, as an administrator would. */
export async function allowEgress(hostPort: string): Promise<void> {
  const [host = "", port] = hostPort.split(":");
  await db().egressAllowance.create({ data: { id: newId(), host, port: Number(port) } });
  await reloadEgress();
}

/** Another endpoint of the project, with nothing connected. */
export async function addEndpoint(projectId: string): Promise<Corridor["endpoint"]> {
  const [id, slug] = [newId(), newSlug()];
  const name = `Tools ${slug}`;
  await db().mcpEndpoint.create({ data: { id, projectId, slug, name } });
  return { id, slug, name, address: `${env().publicUrl}/mcp/${slug}` };
}

/** Adds a server and reads its catalog as an administrator's synchronisation would. */
async function addServer(
  projectId: string,
  url: string,
  name: string,
): Promise<{ id: string; name: string }> {
  const id = newId();
  const catalog = await fetchCatalog({ serverId: id, url, credentialKey: "none", headers: {} });
  const { era, eras, protocolVersion } = catalog;
  const row = { id, projectId, name, slug: newSlug(), url, era, eras, protocolVersion };
  await db().mcpServer.create({ data: { ...row, status: "connected" } });
  await db().mcpServerTool.createMany({
    data: catalog.tools.map((tool) => ({
      id: newId(),
      serverId: id,
      name: tool.name,
      definition: tool.raw,
      definitionHash: createHash("sha256").update(tool.raw).digest("hex"),
    })),
  });
  return { id, name };
}

/** Connects a server and enables `tools`, all when none is named, prefixed where the name is taken. */
async function connectServer(
  endpointId: string,
  serverId: string,
  tools: readonly string[],
): Promise<void> {
  await db().endpointServer.create({ data: { id: newId(), endpointId, serverId } });
  const taken = await db().endpointTool.findMany({ where: { endpointId } });
  const names = new Set(taken.map((row) => row.exposedName));
  const offered = await db().mcpServerTool.findMany({
    where: { serverId, ...(tools.length > 0 ? { name: { in: [...tools] } } : {}) },
  });
  await db().endpointTool.createMany({
    data: offered.map(({ id, name }) => ({
      id: newId(),
      endpointId,
      serverToolId: id,
      exposedName: names.has(name) ? `${serverId.slice(-6)}__${name}` : name,
    })),
  });
}

/** Switches one tool of an endpoint off or on, and waits until every cache heard of it. */
export async function setTool(
  endpointId: string,
  exposedName: string,
  disabledAt: Date | null,
): Promise<void> {
  await db().endpointTool.updateMany({ where: { endpointId, exposedName }, data: { disabledAt } });
  await bus().settled();
}

/** A person with a role, a client of theirs, and what it was allowed. */
export async function addAccess(given: {
  projectId: string;
  endpointId: string;
  role: string;
}): Promise<Pick<Corridor, "token" | "grantId" | "userId">> {
  const userId = newId();
  const name = "Ada";
  await db().user.create({ data: { id: userId, email: `${userId}@example.com`, name } });
  await joinAs(given.projectId, userId, given.role);
  return { ...(await addToken(given.endpointId, userId)), userId };
}

/** What a person allowed a client at an endpoint, and the client's access token. */
export async function addToken(
  endpointId: string,
  userId: string,
): Promise<Pick<Corridor, "token" | "grantId">> {
  const [clientRowId, grantId] = [newId(), newId()];
  const [clientId, grantKey, token] = [randomToken(12), randomToken(), randomToken()];
  const hour = new Date(Date.now() + 3_600_000);
  await db().oAuthClient.create({
    data: { id: clientRowId, clientId, kind: "registered", name: "Test client", metadata: {} },
  });
  await db().oAuthGrant.create({
    data: {
      ...{ id: grantId, grantKey, clientRowId, clientName: "Test client", userId },
      ...{ endpointId, expiresAt: hour },
    },
  });
  const artefact = { idHash: sha256(token), kind: "AccessToken", payload: {}, grantKey };
  await db().oAuthArtefact.create({ data: { ...artefact, expiresAt: hour } });
  return { token, grantId };
}

/** What the record holds of an endpoint's calls of tools, oldest first. */
export async function recordOf(endpointId: string) {
  const orderBy = { startedAt: "asc" } as const;
  const where = { endpointId, method: "tools/call" };
  const [starts, logs] = await Promise.all([
    db().activityStart.findMany({ where, orderBy }),
    db().activityLog.findMany({ where, orderBy }),
  ]);
  return { starts, logs };
}

/** Switches filters on with these types, or off (null), and waits until every cache heard of it. */
export async function setFilters(
  endpointId: string,
  request: readonly string[] | null,
  response: readonly string[] | null,
): Promise<void> {
  await db().mcpEndpoint.update({
    where: { id: endpointId },
    data: {
      requestFilterSince: request && new Date(),
      ...(request ? { requestFilterTypes: [...request] } : {}),
      responseFilterSince: response && new Date(),
      ...(response ? { responseFilterTypes: [...response] } : {}),
    },
  });
  await bus().settled();
}
