import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { hideTools, type Published, publishTools } from "@/server/endpoints/publish";
import { lockEndpoint, subjectOf } from "@/server/endpoints/require";
import type { SetTools } from "@/server/endpoints/schema";
import { isTaken, type Tx, transaction } from "@/server/infra/db";

/** What changed, so that the same verb with the opposite word undoes it. */
export type ToolsChanged = { toolIds: string[]; enabled: boolean };

/** Turns tools of an endpoint on or off, one or many. What already is as asked is not counted. */
export function setTools(ctx: Ctx, input: SetTools): Promise<ToolsChanged> {
  return publishing(async (tx) => {
    const endpoint = await lockEndpoint(tx, ctx, "endpoint.edit", input.endpoint);
    const changed = input.enabled
      ? await publishTools(tx, endpoint.id, input.toolIds)
      : await hideTools(tx, endpoint.id, { serverToolId: { in: input.toolIds } }, ctx.now);
    await recordTools(tx, ctx, endpoint, changed, input.enabled);
    return { toolIds: changed.toolIds, enabled: input.enabled };
  });
}

/** Nothing changed, nothing recorded. */
export async function recordTools(
  tx: Tx,
  ctx: Ctx,
  endpoint: { id: string; name: string },
  changed: Published,
  enabled: boolean,
): Promise<void> {
  if (changed.toolIds.length === 0) return;
  await record(tx, ctx, {
    action: enabled ? "endpoint.tools_enabled" : "endpoint.tools_disabled",
    projectId: ctx.projectId,
    subject: subjectOf(endpoint),
    after: { tools: changed.exposedNames, count: changed.toolIds.length },
  });
}

/** Names are chosen under the endpoint's lock; should one be taken all the same, it is chosen again. */
async function publishing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      return await transaction(work);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new AppError("conflict", "Somebody else is changing these tools. Try again.");
}
