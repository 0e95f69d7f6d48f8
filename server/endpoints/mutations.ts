import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId, newSlug, slugify } from "@/server/core/ids";
import { publishTools } from "@/server/endpoints/publish";
import { lockEndpoint, subjectOf } from "@/server/endpoints/require";
import type {
  CreateEndpoint,
  DeleteEndpoint,
  ToggleEndpoint,
  UpdateEndpoint,
} from "@/server/endpoints/schema";
import { addServers } from "@/server/endpoints/servers";
import { isTaken, type Tx, transaction } from "@/server/infra/db";

/** The address is made once, here, and never changes. */
export function createEndpoint(ctx: Ctx, input: CreateEndpoint): Promise<{ slug: string }> {
  ctx.access.require("endpoint.create", input);
  return namedOnce(input.name, async (tx) => {
    const endpoint = { id: newId(), name: input.name, slug: slugFor(input.name) };
    const { projectId } = ctx;
    await tx.mcpEndpoint.create({
      data: { ...endpoint, projectId, description: input.description },
      select: { id: true },
    });
    const servers = await addServers(tx, ctx, endpoint.id, input.serverIds);
    const tools = await publishTools(tx, endpoint.id, input.toolIds);
    await record(tx, ctx, {
      action: "endpoint.created",
      projectId,
      subject: subjectOf(endpoint),
      after: {
        name: input.name,
        description: input.description,
        slug: endpoint.slug,
        servers: servers.map((server) => server.name),
        tools: tools.exposedNames,
      },
    });
    return { slug: endpoint.slug };
  });
}

export function updateEndpoint(ctx: Ctx, input: UpdateEndpoint): Promise<{ slug: string }> {
  const { endpoint: slug, name, description, maxAccessSeconds } = input;
  return namedOnce(name, async (tx) => {
    const before = await lockEndpoint(tx, ctx, "endpoint.edit", slug);
    // A new name may move it under other rules: one must be allowed to change what it becomes, too.
    ctx.access.require("endpoint.edit", { name });
    const after = { name, description, maxAccessSeconds };
    await tx.mcpEndpoint.update({ where: { id: before.id }, data: after, select: { id: true } });
    await record(tx, ctx, {
      action: "endpoint.updated",
      projectId: ctx.projectId,
      subject: subjectOf({ id: before.id, name }),
      before: {
        name: before.name,
        description: before.description,
        maxAccessSeconds: before.maxAccessSeconds,
      },
      after,
    });
    return { slug };
  });
}

/** Off: clients keep their sessions but reach nothing, until it is on again. */
export function toggleEndpoint(ctx: Ctx, input: ToggleEndpoint): Promise<{ enabled: boolean }> {
  return transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, ctx, "endpoint.edit", input.endpoint);
    if ((endpoint.disabledAt === null) === input.enabled) return { enabled: input.enabled };
    await tx.mcpEndpoint.update({
      where: { id: endpoint.id },
      data: { disabledAt: input.enabled ? null : ctx.now },
      select: { id: true },
    });
    await record(tx, ctx, {
      action: input.enabled ? "endpoint.enabled" : "endpoint.disabled",
      projectId: ctx.projectId,
      subject: subjectOf(endpoint),
    });
    return { enabled: input.enabled };
  });
}

/** For ever: its address answers nobody again, and every client loses its access. The name must be typed. */
export function deleteEndpoint(ctx: Ctx, input: DeleteEndpoint): Promise<{ clients: number }> {
  return transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, ctx, "endpoint.delete", input.endpoint);
    if (input.name !== endpoint.name)
      throw new AppError("bad_request", "The name you typed is not the endpoint's name.");
    const clients = await tx.oAuthGrant.count({
      where: { endpointId: endpoint.id, revokedAt: null, expiresAt: { gt: ctx.now } },
    });
    await tx.mcpEndpoint.delete({ where: { id: endpoint.id }, select: { id: true } });
    await record(tx, ctx, {
      action: "endpoint.deleted",
      projectId: ctx.projectId,
      subject: subjectOf(endpoint),
      before: { name: endpoint.name, slug: endpoint.slug, clients },
    });
    return { clients };
  });
}

function slugFor(name: string): string {
  const readable = slugify(name);
  return readable ? `${readable}-${newSlug()}` : newSlug();
}

async function namedOnce<T>(name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError("conflict", `This project has an endpoint called “${name}” already.`, {
      cause: error,
      details: { field: "name" },
    });
  }
}
