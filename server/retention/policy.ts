import type { Tx } from "@/server/infra/db";
import type { Period } from "@/server/retention/schema";

export type Held = { at: Date; byName: string; reason: string };

/** What is decided about a project's record; it outlives the project, as the record does. */
export type Policy = Period & { hold: Held | null };

export type PolicyRow = Period & {
  heldAt: Date | null;
  heldByName: string | null;
  heldReason: string | null;
};

const everything: Policy = { keepDays: null, keepPayloadDays: null, hold: null };

export async function findPolicy(
  tx: Pick<Tx, "activityPolicy">,
  projectId: string,
): Promise<Policy> {
  const row = await tx.activityPolicy.findUnique({ where: { projectId } });
  return row ? toPolicy(row) : everything;
}

export function toPolicy({ keepDays, keepPayloadDays, ...row }: PolicyRow): Policy {
  const { heldAt, heldByName, heldReason } = row;
  const hold = heldAt && { at: heldAt, byName: heldByName ?? "", reason: heldReason ?? "" };
  return { keepDays, keepPayloadDays, hold };
}

/**
 * The policy as it stays until the transaction ends: whoever drops and whoever holds wait for each other here, so that a
 * hold that was answered is kept.
 */
export async function lockPolicy(tx: Tx, projectId: string): Promise<Policy> {
  await tx.activityPolicy.createMany({ data: [{ projectId }], skipDuplicates: true });
  await tx.$queryRaw`SELECT 1 FROM "ActivityPolicy" WHERE "projectId" = ${projectId}::uuid FOR UPDATE`;
  return findPolicy(tx, projectId);
}
