import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId, slugify } from "@/server/core/ids";
import { type Tx, transaction } from "@/server/infra/db";
import { requireAddress } from "@/server/servers/address";
import { keepEntered, planSignIn } from "@/server/servers/plan-sign-in";
import type { NewServer } from "@/server/servers/schema";
import { type SyncResult, synchronise, untouched } from "@/server/servers/sync";

/**
 * Keeps the server, then fetches its tools. It stays, with status and reason, when that fails; one that people sign in to
 * waits for somebody who does. Throws what `planSignIn` throws.
 */
export async function createServer(
  ctx: Ctx,
  input: NewServer,
): Promise<{ id: string; slug: string; sync: SyncResult }> {
  const { projectId } = ctx.access.where("server.create");
  const url = await requireAddress(ctx, input.url);
  const { name, description, authentication, credentialMode = "shared" } = input;
  const server = { id: newId(), projectId, name, url };
  const { metadataOrigin = null } = input;
  const plan = await planSignIn(ctx, server, { authentication, credentialMode, metadataOrigin });
  const slug = await transaction(async (tx) => {
    const free = await claimNames(tx, projectId, name);
    const data = { ...server, slug: free, description, ...plan.columns, ...plan.waiting };
    await tx.mcpServer.create({ data: { ...data, createdAt: ctx.now } });
    await keepEntered(tx, ctx, server, plan);
    const { authMethod, headerName, credentialMode: mode } = plan.columns;
    const confirmed = metadataOrigin === null ? {} : { metadataOrigin };
    await record(tx, ctx, {
      action: "server.created",
      projectId,
      subject: { type: "server", id: server.id, name },
      after: { name, description, url, authMethod, headerName, credentialMode: mode, ...confirmed },
    });
    return free;
  });
  const { id } = server;
  const sync = plan.waiting ? untouched(plan.waiting) : await synchronise(ctx, "server.create", id);
  return { id, slug, sync };
}

/** A slug nobody has. The project's row is locked, so that two servers of one name cannot both find it free. */
async function claimNames(tx: Tx, projectId: string, name: string): Promise<string> {
  await tx.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`;
  const rows = await tx.mcpServer.findMany({
    where: { projectId },
    select: { name: true, slug: true },
  });
  if (rows.some((row) => row.name.toLowerCase() === name.toLowerCase())) throw nameTaken(name);
  const taken = new Set(rows.map((row) => row.slug));
  const base = slugify(name) || "server";
  let slug = base;
  // "new" is the page that adds a server.
  for (let count = 2; taken.has(slug) || slug === "new"; count++) slug = `${base}-${count}`;
  return slug;
}

export function nameTaken(name: string): AppError {
  return new AppError("conflict", `This project already has a server named “${name}”.`, {
    details: { field: "name" },
  });
}
