import type { Ctx } from "@/server/access/access";
import { type Author, record } from "@/server/audit/record";
import { AppError } from "@/server/core/errors";
import { type Tx, transaction } from "@/server/infra/db";
import { lockPolicy } from "@/server/retention/policy";
import type { Hold, Period } from "@/server/retention/schema";
import { subjectOf } from "@/server/retention/subject";

/** How long the project's calls are kept from now on. What is past the period goes with the next round, within an hour. */
export async function updateRetention(ctx: Ctx, input: Period): Promise<void> {
  ctx.access.require("activity.retain");
  await transaction((tx) => changePeriod(tx, ctx, ctx.projectId, input));
}

/** From the answer on nothing of the project's record is dropped. Throws `conflict` when it is held already. */
export async function holdRecord(ctx: Ctx, input: Hold): Promise<void> {
  ctx.access.require("activity.retain");
  await transaction((tx) => beginHold(tx, ctx, ctx.projectId, input));
}

/** What is past its period goes with the next round. Throws `conflict` when nothing is held. */
export async function releaseHold(ctx: Ctx, input: Hold): Promise<void> {
  ctx.access.require("activity.retain");
  await transaction((tx) => endHold(tx, ctx, ctx.projectId, input));
}

/** The caller has decided that the author may. */
export async function changePeriod(
  tx: Tx,
  author: Author,
  projectId: string,
  { keepDays, keepPayloadDays }: Period,
): Promise<void> {
  const old = await lockPolicy(tx, projectId);
  const before = { keepDays: old.keepDays, keepPayloadDays: old.keepPayloadDays };
  const after = { keepDays, keepPayloadDays };
  await tx.activityPolicy.update({ where: { projectId }, data: after });
  await recordAct(tx, author, projectId, { action: "activity.retention_changed", before, after });
}

/** As `changePeriod`. */
export async function beginHold(
  tx: Tx,
  author: Author,
  projectId: string,
  { reason }: Hold,
): Promise<void> {
  const { hold } = await lockPolicy(tx, projectId);
  if (hold) throw new AppError("conflict", `The record is on hold already, by ${hold.byName}.`);
  const data = { heldAt: author.now, heldByName: author.userName, heldReason: reason };
  await tx.activityPolicy.update({ where: { projectId }, data });
  await recordAct(tx, author, projectId, { action: "activity.held", after: { reason } });
}

/** As `changePeriod`. */
export async function endHold(
  tx: Tx,
  author: Author,
  projectId: string,
  { reason }: Hold,
): Promise<void> {
  const { hold } = await lockPolicy(tx, projectId);
  if (!hold) throw new AppError("conflict", "The record is not on hold any more.");
  const data = { heldAt: null, heldByName: null, heldReason: null };
  await tx.activityPolicy.update({ where: { projectId }, data });
  const before = { reason: hold.reason, heldBy: hold.byName, heldSince: hold.at };
  await recordAct(tx, author, projectId, {
    ...{ action: "activity.released", before, after: { reason } },
  });
}

type Act = Pick<Parameters<typeof record>[2], "action" | "before" | "after">;

async function recordAct(tx: Tx, author: Author, of: string, act: Act): Promise<void> {
  const { projectId, name } = await subjectOf(tx, of);
  const subject = { type: "activity", id: of, name: name && `Record of ${name}` };
  await record(tx, author, { ...act, projectId, subject });
}
