import { type Ctx, notFound } from "@/server/access/access";
import { type Lag, lagOf } from "@/server/forwarding/lag";
import type { DestinationRef, ForwardingState } from "@/server/forwarding/schema";
import { DestinationKind, ForwardedOutcomes } from "@/server/forwarding/schema";
import { db } from "@/server/infra/db";
import type { Prisma } from "@/server/infra/generated/client";

/** Nothing sealed leaves the table by these. */
const select = {
  ...{ id: true, name: true, kind: true, url: true, outcomes: true, projectId: true },
  ...{ payloadsAt: true, pausedAt: true, stoppedAt: true },
  ...{ headerNames: true, headersAt: true, headersByName: true },
  ...{ secretHint: true, secretAt: true, secretByName: true, previousUntil: true },
  ...{ failures: true, failingSince: true, lastError: true, lastErrorAt: true, nextTryAt: true },
  ...{ deliveredCalls: true, deliveredAt: true, lastCallId: true, lastCallAt: true },
  ...{ rejectedCalls: true, rejectedAt: true, rejectedReason: true },
  ...{ createdAt: true, createdByName: true },
} as const satisfies Prisma.ForwardingDestinationSelect;

type Row = Prisma.ForwardingDestinationGetPayload<{ select: typeof select }>;

/** Where the project's calls are forwarded to, by name, each with how far it is behind. */
export async function listDestinations(ctx: Ctx) {
  const where = ctx.access.where("activity.forward");
  const rows = await db().forwardingDestination.findMany({
    where,
    select,
    orderBy: { name: "asc" },
  });
  return Promise.all(rows.map((row) => toDestination(ctx, row)));
}

export async function getDestination(ctx: Ctx, { destination: id }: DestinationRef) {
  const where = { id, ...ctx.access.where("activity.forward") };
  const row = await db().forwardingDestination.findFirst({ where, select });
  if (!row) throw notFound("destination");
  return toDestination(ctx, row);
}

async function toDestination({ now }: Ctx, row: Row) {
  const lag = await lagOf(row);
  const { projectId, headerNames, headersAt, headersByName, ...rest } = row;
  const { secretHint, secretAt, secretByName, previousUntil, ...facts } = rest;
  return {
    ...facts,
    kind: DestinationKind.parse(row.kind),
    outcomes: ForwardedOutcomes.parse(row.outcomes),
    deliveredCalls: Number(row.deliveredCalls),
    rejectedCalls: Number(row.rejectedCalls),
    headers: headersAt ? { names: headerNames, at: headersAt, by: headersByName ?? "" } : null,
    secret: secretAt
      ? {
          ...{ endsWith: secretHint ?? "", at: secretAt, by: secretByName ?? "" },
          bothUntil: previousUntil && previousUntil > now ? previousUntil : null,
        }
      : null,
    lag,
    state: stateOf(row, lag, now),
  };
}

/** Milliseconds in which a call is normally on its way. */
const normalMs = 15_000;

function stateOf(row: Row, { since }: Lag, now: Date): ForwardingState {
  if (row.pausedAt) return "paused";
  if (row.stoppedAt) return "refused";
  if (row.failures > 0) return "failing";
  if (since && now.getTime() - since.getTime() > normalMs) return "behind";
  return row.deliveredAt ? "up_to_date" : "waiting";
}
