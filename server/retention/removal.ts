import { db } from "@/server/infra/db";
import { monthOf, monthsWithoutPayloads } from "@/server/retention/payload-months";
import { findPolicy } from "@/server/retention/policy";

/** `afterDays`: as the project's retention says today; null when it says nothing any more. */
export type Removal = { afterDays: number | null };

/** Whether the payloads of calls that began then have been removed; null when they have not. */
export async function findRemoval(projectId: string, startedAt: Date): Promise<Removal | null> {
  const month = monthOf(startedAt);
  const without = await monthsWithoutPayloads(projectId, [month]);
  if (!without.has(month)) return null;
  const { keepDays, keepPayloadDays } = await findPolicy(db(), projectId);
  return { afterDays: keepPayloadDays ?? keepDays };
}
