import type { Rights } from "@/server/access/rights";
import { db } from "@/server/infra/db";
import { inForce, isMember } from "@/server/projects/membership";
import { administratorNames } from "@/server/roles/administrators";
import { findRights } from "@/server/roles/rights";

/** An endpoint as the consent page shows it. */
export type Offer = {
  id: string;
  slug: string;
  name: string;
  projectId: string;
  projectName: string;
  disabled: boolean;
  maxAccessSeconds: number;
  defaultAccessSeconds: number;
  servers: number;
  /** Whether personal data is taken out of what passes, in one direction at least. */
  filtered: boolean;
  tools: OfferedTool[];
};

type Named = { id: string; name: string };

type OfferedTool = {
  name: string;
  title: string | null;
  server: string;
  destructive: boolean;
};

/** What a person meets at an endpoint: permitted, a member without the permission, or a stranger to its project. */
export type Standing =
  | { kind: "permitted"; offer: Offer }
  | { kind: "not_permitted"; endpoint: string; project: string; askers: string[] }
  | { kind: "stranger" };

const liveServer = { server: { disabledAt: null } };

const select = {
  id: true,
  slug: true,
  name: true,
  projectId: true,
  disabledAt: true,
  maxAccessSeconds: true,
  requestFilterSince: true,
  responseFilterSince: true,
  project: { select: { name: true, defaultAccessSeconds: true } },
  servers: { where: liveServer, select: { serverId: true } },
  tools: {
    where: { disabledAt: null, serverTool: { removedAt: null, ...liveServer } },
    orderBy: { exposedName: "asc" },
    select: {
      exposedName: true,
      serverTool: {
        select: {
          serverId: true,
          title: true,
          destructive: true,
          readOnly: true,
          server: { select: { name: true } },
        },
      },
    },
  },
} as const;

export async function endpointExists(slug: string): Promise<boolean> {
  const row = await db().mcpEndpoint.findUnique({ where: { slug }, select: { id: true } });
  return row !== null;
}

export async function findEndpointName(slug: string): Promise<string | null> {
  const row = await db().mcpEndpoint.findUnique({ where: { slug }, select: { name: true } });
  return row?.name ?? null;
}

/** The person's standing at one endpoint. */
export async function findStanding(slug: string, userId: string, now: Date): Promise<Standing> {
  const endpoint = await db().mcpEndpoint.findUnique({ where: { slug }, select });
  const rights = endpoint ? await findRightsIn(endpoint.projectId, userId, now) : null;
  if (!endpoint || !rights) return { kind: "stranger" };
  if (rights.allows("endpoint.connect", endpoint.name)) {
    return { kind: "permitted", offer: toOffer(endpoint) };
  }
  // Whose role shows nothing of the endpoint learns no more than a stranger: not even its name.
  if (!rights.allows("endpoint.read", endpoint.name)) return { kind: "stranger" };
  return {
    kind: "not_permitted",
    endpoint: endpoint.name,
    project: endpoint.project.name,
    askers: await administratorNames(endpoint.projectId, now),
  };
}

/** Every endpoint the person may connect a client to and that is switched on, by name; at most 200. */
export async function listOffers(userId: string, now: Date): Promise<Offer[]> {
  const offered = await listConnectable(userId, now);
  const rows = await db().mcpEndpoint.findMany({
    where: { id: { in: offered.map(({ id }) => id) } },
    orderBy: { name: "asc" },
    take: 200,
    select,
  });
  return rows.map(toOffer);
}

/** All of these endpoints, without what is to be shown of them. */
export async function listConnectable(userId: string, now: Date): Promise<Named[]> {
  const memberships = await db().membership.findMany({
    where: { userId, ...isMember(now) },
    select: { projectId: true, roles: { where: inForce(now), select: { role: true } } },
  });
  const offered = await Promise.all(
    memberships.map(async ({ projectId, roles }) => {
      const rights = await findRights(projectId, keysOf(roles));
      return connectable(projectId, rights);
    }),
  );
  return offered.flat();
}

/** The endpoints of a project that are on and that these rights open. */
async function connectable(projectId: string, rights: Rights): Promise<Named[]> {
  if (!rights.holdsSome("endpoint.connect")) return [];
  const rows = await db().mcpEndpoint.findMany({
    where: { projectId, disabledAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
  return rows.filter(({ name }) => rights.allows("endpoint.connect", name));
}

/** Null for a stranger to the project. */
async function findRightsIn(projectId: string, userId: string, now: Date): Promise<Rights | null> {
  const row = await db().membership.findFirst({
    where: { projectId, userId, ...isMember(now) },
    select: { roles: { where: inForce(now), select: { role: true } } },
  });
  return row ? findRights(projectId, keysOf(row.roles)) : null;
}

function keysOf(roles: readonly { role: string }[]): string[] {
  return roles.map(({ role }) => role);
}

type Row = NonNullable<Awaited<ReturnType<typeof readOne>>>;

function readOne(id: string) {
  return db().mcpEndpoint.findUnique({ where: { id }, select });
}

function toOffer(row: Row): Offer {
  const connected = new Set(row.servers.map(({ serverId }) => serverId));
  const tools = row.tools.filter(({ serverTool }) => connected.has(serverTool.serverId));
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    projectId: row.projectId,
    projectName: row.project.name,
    disabled: row.disabledAt !== null,
    maxAccessSeconds: row.maxAccessSeconds,
    defaultAccessSeconds: row.project.defaultAccessSeconds,
    servers: new Set(tools.map(({ serverTool }) => serverTool.serverId)).size,
    filtered: row.requestFilterSince !== null || row.responseFilterSince !== null,
    tools: tools.map(({ exposedName, serverTool }) => ({
      name: exposedName,
      title: serverTool.title,
      server: serverTool.server.name,
      destructive: serverTool.destructive === true && serverTool.readOnly !== true,
    })),
  };
}
