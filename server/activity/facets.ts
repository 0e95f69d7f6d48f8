import type { Ctx } from "@/server/access/access";
import { begunConditions, Parameters, type Scope } from "@/server/activity/filter";
import { scopeOf } from "@/server/activity/queries";
import type { CallFilter } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";

/** What there is to filter by: the value to ask for, and its name as it was when last used. */
type Facet = { value: string; label: string };
export type Facets = Record<
  "endpointId" | "serverId" | "tool" | "method" | "personId" | "client",
  Facet[]
>;

const fields = [
  ["endpointId", "endpointId", "endpointName"],
  ["serverId", "serverId", "serverName"],
  ["tool", "toolName", "toolName"],
  ["method", "method", "method"],
  ["personId", "userId", "userName"],
  ["client", "clientName", "clientName"],
] as const;

const columns = `c."startedAt", c."endpointId", c."endpointName", c."serverId", c."serverName", c."toolName", c."method",
  c."userId", c."userName", c."clientName"`;

/**
 * Names seen among the newest 10,000 calls of the range, so that it costs the same at any age; and always those that
 * the filter itself names, however long ago they were seen.
 */
export async function listFacets(ctx: Ctx, filter: CallFilter): Promise<Facets> {
  const scope = await scopeOf(ctx);
  const { within, from, to } = filter;
  const parameters = new Parameters();
  const where = begunConditions(scope, { within, from, to }, ctx.now, parameters).join(" AND ");
  const lists = fields.map(([field, id, name]) => {
    const value = filter[field];
    const named = value ? namedRow(scope, { [field]: value }, ctx.now, parameters) : "";
    return `(SELECT coalesce(json_agg(f ORDER BY lower(f.label)), '[]') FROM (
      SELECT DISTINCT ON ("${id}") "${id}"::text AS value, "${name}" AS label
      FROM (SELECT * FROM newest${named}) r WHERE "${id}" IS NOT NULL AND "${name}" IS NOT NULL
      ORDER BY "${id}", "startedAt" DESC LIMIT 500) f) AS "${field}"`;
  });
  const text = `WITH newest AS MATERIALIZED (SELECT ${columns} FROM "ActivityLog" c WHERE ${where}
    ORDER BY c."startedAt" DESC, c."id" DESC LIMIT 10000) SELECT ${lists.join(", ")}`;
  const [facets] = await askRecord<Facets>({ text, values: parameters.values });
  if (!facets) throw new Error("the database gave no row");
  return facets;
}

/** The newest call that the filter names, of any time. */
function namedRow(scope: Scope, filter: CallFilter, now: Date, parameters: Parameters): string {
  const where = begunConditions(scope, filter, now, parameters).join(" AND ");
  return ` UNION ALL (SELECT ${columns} FROM "ActivityLog" c WHERE ${where}
    ORDER BY c."startedAt" DESC, c."id" DESC LIMIT 1)`;
}
