import type { Ctx } from "@/server/access/access";
import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { isTaken, transaction } from "@/server/infra/db";
import { insertProject } from "@/server/projects/create";
import type { ProjectLink } from "@/server/projects/queries";
import type { CreateProject, DeleteProject, UpdateProject } from "@/server/projects/schema";

/** A new project; the door has checked that the person administers the installation. */
export async function createProject(actor: Actor, input: CreateProject): Promise<ProjectLink> {
  try {
    return await transaction((tx) => insertProject(tx, actor, actor.userId, input.name));
  } catch (error) {
    // Two at once chose the same address; the next try finds it taken.
    if (isTaken(error))
      throw new AppError("conflict", "Somebody just made this project. Try again.");
    throw error;
  }
}

export async function updateProject(ctx: Ctx, input: UpdateProject): Promise<void> {
  ctx.access.require("project.edit");
  await transaction(async (tx) => {
    const where = { id: ctx.projectId };
    const select = { name: true, defaultAccessSeconds: true };
    const before = await tx.project.findUniqueOrThrow({ where, select });
    const after = { name: input.name, defaultAccessSeconds: input.defaultAccessSeconds };
    await tx.project.update({ where, data: after });
    await record(tx, ctx, {
      action: "project.updated",
      projectId: ctx.projectId,
      subject: { type: "project", id: ctx.projectId, name: after.name },
      before,
      after,
    });
  });
}

/** Deletes the project with its servers, credentials, endpoints and what people allowed there. Its record of calls stays. */
export async function deleteProject(ctx: Ctx, input: DeleteProject): Promise<void> {
  ctx.access.require("project.delete");
  await transaction(async (tx) => {
    const where = { id: ctx.projectId };
    const { name, slug } = await tx.project.findUniqueOrThrow({
      where,
      select: { name: true, slug: true },
    });
    if (input.confirm.trim() !== name)
      throw new AppError("bad_request", `Type the name “${name}” to delete the project.`);
    await tx.project.delete({ where });
    await record(tx, ctx, {
      action: "project.deleted",
      projectId: ctx.projectId,
      subject: { type: "project", id: ctx.projectId, name },
      before: { name, slug },
    });
  });
}
