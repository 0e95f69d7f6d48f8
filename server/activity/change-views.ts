import { type Ctx, notFound } from "@/server/access/access";
import {
  CallFilter,
  type CreateView,
  mostViews,
  type SetViewFilter,
  type UpdateView,
  type ViewRef,
} from "@/server/activity/schema";
import { requireKnown } from "@/server/activity/view-names";
import { toFilter } from "@/server/activity/views";
import type { AuditAction } from "@/server/audit/actions";
import { type Fact, record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { isTaken, type Tx, transaction } from "@/server/infra/db";

/** A filter under a name: for its author alone or, with the permission to change the project, for all who read its activity. */
export async function createView(ctx: Ctx, input: CreateView): Promise<{ id: string }> {
  ctx.access.require("activity.read");
  if (input.shared) ctx.access.require("project.edit");
  const { name } = input;
  const id = newId(ctx.now.getTime());
  const filter = await soundFilter(ctx, input);
  return namedOnce(async (tx) => {
    const whose = whoseOf(ctx, input);
    await requireRoom(tx, ctx, whose.userId);
    await tx.activityView.create({
      data: { ...whose, id, projectId: ctx.projectId, name, filter },
    });
    if (input.shared)
      await recordView(tx, ctx, "view.shared", { id, name }, { after: factsOf(name, filter) });
    return { id };
  });
}

/** Its name, and whether it is shared. One that is taken back belongs to whoever took it back. */
export function updateView(ctx: Ctx, input: UpdateView): Promise<{ id: string }> {
  ctx.access.require("activity.read");
  const { name } = input;
  return namedOnce(async (tx) => {
    const view = await lockView(tx, ctx, input.view);
    if (input.shared) ctx.access.require("project.edit");
    const moved = input.shared !== view.shared;
    const whose = moved ? whoseOf(ctx, input) : {};
    if (moved) await requireRoom(tx, ctx, input.shared ? null : ctx.userId);
    await tx.activityView.update({ where: { id: view.id }, data: { ...whose, name } });
    const action = actionOf(view.shared, input.shared);
    const [before, after] = [factsOf(view.name, view.filter), factsOf(name, view.filter)];
    if (action) await recordView(tx, ctx, action, { id: view.id, name }, { before, after });
    return { id: view.id };
  });
}

/** The same name for another filter. */
export async function setViewFilter(ctx: Ctx, input: SetViewFilter): Promise<{ id: string }> {
  ctx.access.require("activity.read");
  const filter = await soundFilter(ctx, input);
  return transaction(async (tx) => {
    const { id, name, shared, filter: old } = await lockView(tx, ctx, input.view);
    await tx.activityView.update({ where: { id }, data: { filter } });
    const [before, after] = [factsOf(name, old), factsOf(name, filter)];
    if (shared) await recordView(tx, ctx, "view.updated", { id, name }, { before, after });
    return { id };
  });
}

export function deleteView(ctx: Ctx, input: ViewRef): Promise<void> {
  ctx.access.require("activity.read");
  return transaction(async (tx) => {
    const { id, name, shared, filter } = await lockView(tx, ctx, input.view);
    await tx.activityView.delete({ where: { id } });
    if (shared)
      await recordView(tx, ctx, "view.deleted", { id, name }, { before: factsOf(name, filter) });
  });
}

/** One's own, or the project's for those who may change the project. Nobody else's is there. */
async function lockView(tx: Tx, ctx: Ctx, id: string) {
  const { projectId, userId } = ctx;
  await tx.$queryRaw`SELECT 1 FROM "ActivityView" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const where = { id, projectId, OR: [{ userId }, { userId: null }] };
  const row = await tx.activityView.findFirst({ where });
  if (!row) throw notFound("view");
  const shared = row.userId === null;
  if (shared) ctx.access.require("project.edit");
  return { id, name: row.name, shared, filter: toFilter(row.filter) };
}

/** Only what is set, of what its author can see. */
async function soundFilter(ctx: Ctx, input: CallFilter) {
  const given = Object.entries(CallFilter.parse(input)).filter(([, value]) => value != null);
  const filter = Object.fromEntries(given);
  await requireKnown(ctx, filter);
  return filter;
}

function whoseOf(ctx: Ctx, { shared }: { shared: boolean }) {
  return shared
    ? { userId: null, sharedByName: ctx.userName }
    : { userId: ctx.userId, sharedByName: null };
}

/** Two who save at the same moment wait for each other here. */
async function requireRoom(tx: Tx, { projectId }: Ctx, userId: string | null): Promise<void> {
  const lock = `gatehouse.views ${projectId} ${userId}`;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${lock}))::text`;
  if ((await tx.activityView.count({ where: { projectId, userId } })) < mostViews) return;
  const whose = userId ? "You keep" : "The project shares";
  throw new AppError(
    "conflict",
    `${whose} ${mostViews} views, which is the most. Delete one first.`,
  );
}

async function namedOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError("conflict", "There is a view of this name already. Choose another one.");
  }
}

function actionOf(was: boolean, is: boolean): AuditAction | null {
  if (was && is) return "view.updated";
  if (was) return "view.taken_back";
  return is ? "view.shared" : null;
}

function factsOf(name: string, filter: CallFilter): Record<string, Fact> {
  const words = Object.entries(filter).map(([field, value]) => `${field}: ${String(value)}`);
  return { name, filter: words };
}

function recordView(
  tx: Tx,
  ctx: Ctx,
  action: AuditAction,
  view: { id: string; name: string },
  facts: { before?: Record<string, Fact>; after?: Record<string, Fact> },
): Promise<void> {
  const { projectId } = ctx;
  return record(tx, ctx, { action, projectId, subject: { type: "view", ...view }, ...facts });
}
