import { permissionsOf } from "@/server/access/builtin-roles";
import { db } from "@/server/infra/db";

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
  const membership = endpoint ? await findMembership(endpoint.projectId, userId, now) : null;
  if (!endpoint || !membership) return { kind: "stranger" };
  if (permissionsOf(membership.role).has("endpoint.connect")) {
    return { kind: "permitted", offer: toOffer(endpoint) };
  }
  return {
    kind: "not_permitted",
    endpoint: endpoint.name,
    project: endpoint.project.name,
    askers: await administratorsOf(endpoint.projectId),
  };
}

/** Every endpoint the person may connect a client to and that is switched on, by name. */
export async function listOffers(userId: string, now: Date): Promise<Offer[]> {
  const memberships = await db().membership.findMany({
    where: { userId, user: { disabledAt: null }, ...current(now) },
    select: { projectId: true, role: true },
  });
  const projects = memberships
    .filter(({ role }) => permissionsOf(role).has("endpoint.connect"))
    .map(({ projectId }) => projectId);
  const rows = await db().mcpEndpoint.findMany({
    where: { projectId: { in: projects }, disabledAt: null },
    orderBy: { name: "asc" },
    take: 200,
    select,
  });
  return rows.map(toOffer);
}

function current(now: Date) {
  return { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

async function findMembership(projectId: string, userId: string, now: Date) {
  return db().membership.findFirst({
    where: { projectId, userId, user: { disabledAt: null }, ...current(now) },
    select: { role: true },
  });
}

async function administratorsOf(projectId: string): Promise<string[]> {
  const rows = await db().membership.findMany({
    where: { projectId, role: "admin", user: { disabledAt: null } },
    orderBy: { createdAt: "asc" },
    take: 3,
    select: { user: { select: { name: true } } },
  });
  return rows.map(({ user }) => user.name);
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
