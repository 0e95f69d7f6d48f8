import type { Ctx } from "@/server/access/access";
import { AppError } from "@/server/core/errors";
import { lockDestination, recordForwarding } from "@/server/forwarding/require";
import { type DestinationRef, secretOverlapHours } from "@/server/forwarding/schema";
import { newSecret } from "@/server/forwarding/secrets";
import { transaction } from "@/server/infra/db";

const hourMs = 3_600_000;

/**
 * Another signing secret, told this once. For a day the one before signs as well, so that the receiver can change over
 * without missing a delivery. Throws `bad_request` for a destination that signs nothing.
 */
export async function replaceSecret(
  ctx: Ctx,
  { destination: id }: DestinationRef,
): Promise<{ secret: string }> {
  ctx.access.require("activity.forward");
  const { projectId, now, userName } = ctx;
  const { secret, sealed, hint } = await newSecret({ id, projectId });
  await transaction(async (tx) => {
    const before = await lockDestination(tx, ctx, id);
    if (before.secretSealed === null)
      throw new AppError("bad_request", "An OTLP destination signs nothing.");
    const previousUntil = new Date(now.getTime() + secretOverlapHours * hourMs);
    await tx.forwardingDestination.update({
      where: { id },
      data: {
        ...{ secretSealed: sealed, secretHint: hint, secretAt: now, secretByName: userName },
        ...{ previousSealed: before.secretSealed, previousUntil },
      },
    });
    await recordForwarding(tx, ctx, "forwarding.secret_replaced", before, {
      before: { lastCharacters: before.secretHint },
      after: { lastCharacters: hint, previousUntil },
    });
  });
  return { secret };
}
