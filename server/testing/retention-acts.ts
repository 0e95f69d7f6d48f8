// The acts of testing/acts.ts that are about how long the record is kept.
import { db } from "@/server/infra/db";
import type { ActOn, Stage } from "./acts";
import { projectWithCalls } from "./retention-scene";

const reason = { reason: "Case 14" };
const period = { keepDays: 90, keepPayloadDays: 30 };

/** The record of a project that was deleted. */
async function keptRecord(): Promise<{ projectId: string }> {
  const projectId = await projectWithCalls(["2026-08"]);
  await db().project.delete({ where: { id: projectId } });
  return { projectId };
}

async function heldRecord({ call }: Stage): Promise<{ projectId: string }> {
  const record = await keptRecord();
  await call("installation.holdRecord", { ...record, ...reason });
  return record;
}

/** By the path of the procedure. */
export const retentionActs: Record<string, ActOn> = {
  "retention.update": async () => period,
  "retention.hold": async () => reason,
  "retention.release": async ({ call, project }) => {
    await call("retention.hold", { project, ...reason });
    return reason;
  },
  "installation.retainRecord": async () => ({ ...(await keptRecord()), ...period }),
  "installation.holdRecord": async () => ({ ...(await keptRecord()), ...reason }),
  "installation.releaseRecord": async (stage) => ({ ...(await heldRecord(stage)), ...reason }),
};
