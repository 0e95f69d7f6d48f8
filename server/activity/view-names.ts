import { type Ctx, notFound } from "@/server/access/access";
import { begunConditions, Parameters, type Scope } from "@/server/activity/filter";
import { scopeOf } from "@/server/activity/queries";
import type { CallFilter } from "@/server/activity/schema";
import { askRecord } from "@/server/activity/search-query";
import { db } from "@/server/infra/db";

type Named = "endpointId" | "serverId" | "personId";

/** Throws `not_found` for a filter that names what its author cannot see: neither in the project nor in the record. */
export async function requireKnown(ctx: Ctx, filter: CallFilter): Promise<void> {
  const scope = await scopeOf(ctx);
  for (const [field, subject] of [
    ["endpointId", "endpoint"],
    ["serverId", "server"],
    ["personId", "person"],
  ] as const) {
    const id = filter[field];
    if (!id || (await isHere(scope, field, id))) continue;
    if (!(await isRecorded(scope, { [field]: id }, ctx.now))) throw notFound(subject);
  }
}

async function isHere({ projectId, endpoints }: Scope, field: Named, id: string): Promise<boolean> {
  if (field === "personId")
    return (await db().membership.count({ where: { projectId, userId: id } })) > 0;
  if (field === "serverId") return (await db().mcpServer.count({ where: { projectId, id } })) > 0;
  if (endpoints) return endpoints.includes(id);
  return (await db().mcpEndpoint.count({ where: { projectId, id } })) > 0;
}

/** The calls of what was deleted since are still there to be found. */
async function isRecorded(scope: Scope, filter: CallFilter, now: Date): Promise<boolean> {
  const parameters = new Parameters();
  const where = begunConditions(scope, filter, now, parameters).join(" AND ");
  const text = `SELECT 1 FROM "ActivityLog" c WHERE ${where} LIMIT 1`;
  return (await askRecord({ text, values: parameters.values })).length > 0;
}
