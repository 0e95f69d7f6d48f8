import type { Ctx } from "@/server/access/access";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { beginNow } from "@/server/forwarding/heads";
import {
  factsOf,
  type Known,
  lockDestination,
  recordForwarding,
  requireAllowed,
  requirePayloads,
} from "@/server/forwarding/require";
import {
  type CreateDestination,
  type DestinationRef,
  keepsHost,
  maxDestinations,
  type ToggleDestination,
  type UpdateDestination,
} from "@/server/forwarding/schema";
import { type Header, newSecret, sealHeaders } from "@/server/forwarding/secrets";
import { isTaken, type Tx, transaction } from "@/server/infra/db";

/** After a change, everything that went wrong before counts no more. */
const afresh = {
  ...{ failures: 0, failingSince: null, lastError: null, lastErrorAt: null },
  ...{ nextTryAt: null, stoppedAt: null, batchRows: 500 },
};

/** A new destination. The signing secret of a webhook is told this once; an OTLP receiver has none. */
export async function createDestination(
  ctx: Ctx,
  input: CreateDestination,
): Promise<{ id: string; secret: string | null }> {
  ctx.access.require("activity.forward");
  requirePayloads(ctx, input.payloads);
  await requireAllowed(input.url);
  const { projectId, now, userName } = ctx;
  const place = { id: newId(now.getTime()), projectId };
  const signing = input.kind === "webhook" ? await newSecret(place) : null;
  const headers = headerColumns(ctx, input.headers, await sealHeaders(place, input.headers));
  return namedOnce(async (tx) => {
    await requireRoom(tx, projectId);
    const { name, kind, url, outcomes } = input;
    const told = { name, url, outcomes, payloadsAt: input.payloads ? now : null };
    const signed = { secretSealed: signing?.sealed ?? null, secretHint: signing?.hint ?? null };
    const secret = signing ? { ...signed, secretAt: now, secretByName: userName } : {};
    await tx.forwardingDestination.create({
      data: { ...place, ...told, ...headers, ...secret, kind, createdByName: userName },
    });
    if (input.from === "now") await beginNow(tx, projectId, place.id);
    const after = { kind, ...factsOf({ ...told, ...headers }), from: input.from };
    await recordForwarding(tx, ctx, "forwarding.created", { ...place, name }, { after });
    return { id: place.id, secret: signing?.secret ?? null };
  });
}

/** In force for the next request. Another host gets none of the headers that were entered for the one before (T84). */
export async function updateDestination(ctx: Ctx, input: UpdateDestination): Promise<void> {
  ctx.access.require("activity.forward");
  requirePayloads(ctx, input.payloads);
  await requireAllowed(input.url);
  const place = { id: input.destination, projectId: ctx.projectId };
  const sealed = input.headers ? await sealHeaders(place, input.headers) : null;
  await namedOnce(async (tx) => {
    const before = await lockDestination(tx, ctx, input.destination);
    const { name, url, outcomes } = input;
    const payloadsAt = input.payloads ? (before.payloadsAt ?? ctx.now) : null;
    const headers = nextHeaders(ctx, before, input, sealed);
    const data = { name, url, outcomes, payloadsAt, ...headers };
    await tx.forwardingDestination.update({
      where: { id: before.id },
      data: { ...data, ...afresh, revision: { increment: 1 } },
    });
    await recordForwarding(tx, ctx, "forwarding.updated", before, {
      before: factsOf(before),
      after: factsOf({ ...before, ...data }),
    });
  });
}

function nextHeaders(ctx: Ctx, before: Known, input: UpdateDestination, sealed: string | null) {
  if (input.headers) return headerColumns(ctx, input.headers, sealed);
  return keepsHost(before.url, input.url) ? {} : headerColumns(ctx, [], null);
}

/** Off: nothing is sent until it is on again, and nothing is lost. On: also what was refused is tried again. */
export async function toggleDestination(ctx: Ctx, input: ToggleDestination): Promise<void> {
  ctx.access.require("activity.forward");
  await transaction(async (tx) => {
    const before = await lockDestination(tx, ctx, input.destination);
    const where = { id: before.id };
    if (input.enabled) {
      if (!before.pausedAt && !before.stoppedAt && before.failures === 0) return;
      await tx.forwardingDestination.update({ where, data: { ...afresh, pausedAt: null } });
      return recordForwarding(tx, ctx, "forwarding.resumed", before);
    }
    if (before.pausedAt) return;
    await tx.forwardingDestination.update({ where, data: { pausedAt: ctx.now } });
    return recordForwarding(tx, ctx, "forwarding.paused", before);
  });
}

/** Everything that is kept is sent once more; the receiver knows repeated calls by their ids. */
export async function restartDestination(ctx: Ctx, { destination }: DestinationRef): Promise<void> {
  ctx.access.require("activity.forward");
  await transaction(async (tx) => {
    const before = await lockDestination(tx, ctx, destination);
    requirePayloads(ctx, before.payloadsAt !== null);
    await tx.forwardingCursor.deleteMany({ where: { destinationId: destination } });
    await tx.forwardingDestination.update({
      where: { id: destination },
      data: { ...afresh, revision: { increment: 1 } },
    });
    await recordForwarding(tx, ctx, "forwarding.restarted", before);
  });
}

/** With its secrets and its position. What was sent stays where it is. */
export async function deleteDestination(ctx: Ctx, { destination }: DestinationRef): Promise<void> {
  ctx.access.require("activity.forward");
  await transaction(async (tx) => {
    const before = await lockDestination(tx, ctx, destination);
    await tx.forwardingDestination.delete({ where: { id: destination } });
    await recordForwarding(tx, ctx, "forwarding.deleted", before, { before: factsOf(before) });
  });
}

function headerColumns(
  { now, userName }: Ctx,
  headers: readonly Header[],
  headersSealed: string | null,
) {
  const headerNames = headers.map(({ name }) => name);
  const whose = headersSealed
    ? { headersAt: now, headersByName: userName }
    : { headersAt: null, headersByName: null };
  return { headerNames, headersSealed, ...whose };
}

async function requireRoom(tx: Tx, projectId: string): Promise<void> {
  // Two at once would both find room for the last one.
  await tx.$queryRaw`SELECT 1 FROM "Project" WHERE id = ${projectId}::uuid FOR NO KEY UPDATE`;
  const count = await tx.forwardingDestination.count({ where: { projectId } });
  if (count < maxDestinations) return;
  throw new AppError(
    "conflict",
    `A project forwards to at most ${maxDestinations} destinations. Delete one first.`,
  );
}

async function namedOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new AppError("conflict", "There is a destination of this name already. Choose another.");
  }
}
