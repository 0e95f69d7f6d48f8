import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId, slugify } from "@/server/core/ids";
import { mannerOf } from "@/server/credentials/headers";
import { prepareCredential, storeCredential } from "@/server/credentials/store";
import { type Tx, transaction } from "@/server/infra/db";
import { requireAddress } from "@/server/servers/address";
import type { NewServer } from "@/server/servers/schema";
import { type SyncResult, synchronise } from "@/server/servers/sync";

/** Keeps the server, then fetches its tools. It stays, with status and reason, when that fails. */
export async function createServer(
  ctx: Ctx,
  input: NewServer,
): Promise<{ id: string; slug: string; sync: SyncResult }> {
  const { projectId } = ctx.access.where("server.create");
  const url = await requireAddress(ctx, input.url);
  const id = newId();
  const prepared = await prepareCredential({ id, projectId }, input.authentication);
  const slug = await transaction(async (tx) => {
    const free = await claimNames(tx, projectId, input.name);
    const { name, description } = input;
    const manner = mannerOf(input.authentication);
    const data = { id, projectId, slug: free, name, description, url, ...manner };
    await tx.mcpServer.create({ data: { ...data, createdAt: ctx.now } });
    await storeCredential(tx, ctx, id, prepared);
    await record(tx, ctx, {
      action: "server.created",
      projectId,
      subject: { type: "server", id, name },
      after: { name, description, url, ...manner, credentialMode: "shared" },
    });
    return free;
  });
  return { id, slug, sync: await synchronise(ctx, "server.create", id) };
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
