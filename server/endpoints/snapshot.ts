import { LRUCache } from "lru-cache";
import { editObject } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { shared } from "@/server/core/shared";
import { knownTypes } from "@/server/endpoints/filters";
import { bus } from "@/server/infra/bus";
import { pool } from "@/server/infra/pg";
import type { PiiType } from "@/server/pii/entities";

// What the data plane needs of an endpoint, in one read, kept until the database says that it changed. A change that
// happens during the read is not lost: the answer is then given once and not kept.

export type SnapshotServer = {
  id: string;
  projectId: string;
  name: string;
  slug: string;
  url: string;
  authMethod: string;
  headerName: string | null;
  credentialMode: string;
  /** E25 | E26, the newest it speaks; null before the first check. */
  era: string | null;
  /** All that it speaks; empty before the first check that asked. */
  eras: readonly string[];
  protocolVersion: string | null;
  disabledAt: string | null;
};

export type ExposedTool = {
  exposedName: string;
  upstreamName: string;
  serverId: string;
  /** Raw JSON as the server sent it, only its name replaced. */
  definition: string;
};

export type EndpointSnapshot = {
  endpoint: {
    id: string;
    projectId: string;
    /** Of the project, for links into the portal. */
    projectSlug: string;
    slug: string;
    name: string;
    disabledAt: Date | null;
  };
  /** Sorted by name. */
  tools: readonly ExposedTool[];
  byName: ReadonlyMap<string, ExposedTool>;
  servers: ReadonlyMap<string, SnapshotServer>;
  filters: SnapshotFilters;
};

/** The types taken out of each direction; null = that filter is off, and nothing is looked at. */
type SnapshotFilters = {
  request: readonly PiiType[] | null;
  response: readonly PiiType[] | null;
  /** What is taken out of the record: all of it, in both directions. */
  record: readonly PiiType[] | null;
  /** False when a filter is to find what this version cannot, or nothing: then no call may pass. */
  isSound: boolean;
};

type Row = EndpointSnapshot["endpoint"] & {
  requestTypes: string[] | null;
  responseTypes: string[] | null;
  servers: SnapshotServer[];
  tools: ExposedTool[];
};

const statement = `SELECT e.id, e."projectId", p.slug AS "projectSlug", e.slug, e.name, e."disabledAt",
  CASE WHEN e."requestFilterSince" IS NOT NULL THEN e."requestFilterTypes" END AS "requestTypes",
  CASE WHEN e."responseFilterSince" IS NOT NULL THEN e."responseFilterTypes" END AS "responseTypes",
  coalesce((SELECT json_agg(json_build_object(
      'id', s.id, 'projectId', s."projectId", 'name', s.name, 'slug', s.slug, 'url', s.url,
      'authMethod', s."authMethod", 'headerName', s."headerName", 'credentialMode', s."credentialMode",
      'era', s.era, 'eras', s.eras, 'protocolVersion', s."protocolVersion", 'disabledAt', s."disabledAt"))
    FROM "EndpointServer" es JOIN "McpServer" s ON s.id = es."serverId"
    WHERE es."endpointId" = e.id), '[]') AS servers,
  coalesce((SELECT json_agg(json_build_object(
      'exposedName', et."exposedName", 'upstreamName', t.name, 'serverId', t."serverId", 'definition', t.definition)
      ORDER BY et."exposedName" COLLATE "C")
    FROM "EndpointTool" et JOIN "McpServerTool" t ON t.id = et."serverToolId"
    JOIN "EndpointServer" es ON es."endpointId" = et."endpointId" AND es."serverId" = t."serverId"
    JOIN "McpServer" s ON s.id = t."serverId"
    WHERE et."endpointId" = e.id AND et."disabledAt" IS NULL AND t."removedAt" IS NULL
      AND s."disabledAt" IS NULL), '[]') AS tools
FROM "McpEndpoint" e JOIN "Project" p ON p.id = e."projectId" WHERE e.slug = $1`;

/** The bound should a change ever go unheard. */
const keptMs = 5_000;

class Snapshots {
  private readonly kept = new LRUCache<string, EndpointSnapshot>({ max: 1_000, ttl: keptMs });
  private readonly reading = new Map<string, Promise<EndpointSnapshot | null>>();
  /** Grows with every change heard. */
  private changes = 0;

  constructor() {
    bus().on("endpoint", (id) => this.drop((one) => one.endpoint.id === id, id));
    bus().on("server", (id) => this.drop((one) => id !== null && one.servers.has(id), id));
    bus().on("project", (id) => this.drop((one) => one.endpoint.projectId === id, id));
  }

  async find(slug: string): Promise<EndpointSnapshot | null> {
    const kept = this.kept.get(slug);
    if (kept) return kept;
    const current = this.reading.get(slug) ?? this.begin(slug);
    return await current;
  }

  private begin(slug: string): Promise<EndpointSnapshot | null> {
    const reading = this.read(slug).finally(() => {
      if (this.reading.get(slug) === reading) this.reading.delete(slug);
    });
    this.reading.set(slug, reading);
    return reading;
  }

  private async read(slug: string): Promise<EndpointSnapshot | null> {
    const before = this.changes;
    const { rows } = await pool().query<Row>({
      name: "endpoint.find",
      text: statement,
      values: [slug],
    });
    const [row] = rows;
    if (!row) return null;
    const snapshot = toSnapshot(row);
    if (bus().hears && this.changes === before) this.kept.set(slug, snapshot);
    return snapshot;
  }

  private drop(isMeant: (snapshot: EndpointSnapshot) => boolean, id: string | null): void {
    this.changes++;
    // Whoever asks from now on must not join a read that began before the change.
    this.reading.clear();
    if (id === null) this.kept.clear();
    for (const [slug, snapshot] of this.kept.entries())
      if (isMeant(snapshot)) this.kept.delete(slug);
  }
}

function toSnapshot(row: Row): EndpointSnapshot {
  const { servers, tools, requestTypes, responseTypes, ...endpoint } = row;
  const exposed = tools.map(named);
  return {
    endpoint,
    tools: exposed,
    byName: new Map(exposed.map((tool) => [tool.exposedName, tool])),
    servers: new Map(servers.map((server) => [server.id, server])),
    filters: filtersOf(requestTypes, responseTypes),
  };
}

function filtersOf(request: string[] | null, response: string[] | null): SnapshotFilters {
  const on = [request, response].filter((types) => types !== null);
  const isKnown = (types: string[]) =>
    types.length > 0 && knownTypes(types).length === new Set(types).size;
  return {
    request: request && knownTypes(request),
    response: response && knownTypes(response),
    record: on.length === 0 ? null : knownTypes(on.flat()),
    isSound: on.every(isKnown),
  };
}

function named(tool: ExposedTool): ExposedTool {
  if (tool.exposedName === tool.upstreamName) return tool;
  const root = scanJson(tool.definition, { levels: 1, maxDepth: 512 });
  const name = JSON.stringify(tool.exposedName);
  return { ...tool, definition: editObject(tool.definition, root, { name }) };
}

/** The endpoint with this slug as clients see it now, or null. Changes by any replica show within a second. */
export function findEndpointSnapshot(slug: string): Promise<EndpointSnapshot | null> {
  return shared("endpoint.snapshots", () => new Snapshots()).find(slug);
}
