import { type Ctx, notFound } from "@/server/access/access";
import { deliverTest } from "@/server/forwarding/deliver";
import {
  type Destination,
  destinationColumns,
  openDestination,
} from "@/server/forwarding/destination";
import { lockDestination, recordForwarding } from "@/server/forwarding/require";
import type { DestinationRef } from "@/server/forwarding/schema";
import { transaction } from "@/server/infra/db";
import { forwardingPool } from "@/server/infra/pg";
import { egressReady } from "@/server/settings/egress-feed";

export type Tried = {
  taken: boolean;
  /** Why not, for people; what a collector remarked, where it took it. */
  message: string | null;
  ms: number;
};

/** Sends an event that stands for no call, now, with the stored headers and signature. Moves nothing. */
export async function tryDestination(
  ctx: Ctx,
  { destination: id }: DestinationRef,
): Promise<Tried> {
  ctx.access.require("activity.forward");
  // Recorded first: what cannot be recorded is not sent.
  await transaction(async (tx) => {
    const known = await lockDestination(tx, ctx, id);
    await recordForwarding(tx, ctx, "forwarding.tested", known, { after: { url: known.url } });
  });
  const destination = await readDestination(ctx, id);
  const opened = await openDestination(destination);
  await egressReady();
  const begun = performance.now();
  const delivery = await deliverTest({ destination, opened, now: ctx.now });
  const ms = Math.round(performance.now() - begun);
  return {
    taken: delivery.taken,
    message: delivery.taken ? delivery.reason : delivery.message,
    ms,
  };
}

async function readDestination({ projectId }: Ctx, id: string): Promise<Destination> {
  const text = `SELECT ${destinationColumns} FROM "ForwardingDestination" d JOIN "Project" p ON p.id = d."projectId"
    WHERE d.id = $1 AND d."projectId" = $2`;
  const { rows } = await forwardingPool().query<Destination>(text, [id, projectId]);
  if (!rows[0]) throw notFound("destination");
  return rows[0];
}
