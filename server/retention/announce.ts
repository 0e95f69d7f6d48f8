import { type Author, record } from "@/server/audit/record";
import { newId } from "@/server/core/ids";
import { db, type Tx, transaction } from "@/server/infra/db";
import { isDue } from "@/server/retention/due";
import { type Kind, type Leaf, tables } from "@/server/retention/leaves";
import { lockPolicy, type Policy } from "@/server/retention/policy";
import type { Proof } from "@/server/retention/proof";
import { subjectOf } from "@/server/retention/subject";

/** Writes that a leaf is dropped, before it is. False: a hold or another period came in between. */
export function announceDrop(
  leaf: Leaf,
  measured: { rows: number; bytes: number },
  now: Date,
  proof: Proof,
): Promise<boolean> {
  return transaction(async (tx) => {
    const policy = await lockPolicy(tx, leaf.projectId);
    if (policy.hold || !isDue(leaf, policy, now)) return false;
    // A round that broke off after this point has said it already.
    if (await isAnnounced(tx, leaf)) return true;
    const before = { ...factsOf(leaf, policy), ...measured };
    await write(tx, "activity.dropped", leaf, now, { before });
    // Last, for it stays written even if the transaction does not.
    await proof.dropping(leaf, reasonOf(leaf, policy), now);
    return true;
  });
}

/** Writes that a leaf is kept after all. */
export async function announceStop(leaf: Leaf, now: Date, proof: Proof): Promise<void> {
  await transaction(async (tx) => {
    const policy = await lockPolicy(tx, leaf.projectId);
    const { hold } = policy;
    const reason = hold ? "The record is on hold." : "The period was made longer.";
    await write(tx, "activity.drop_stopped", leaf, now, {
      after: { ...factsOf(leaf, policy), reason },
    });
    await proof.keeping(leaf, now);
  });
}

export function wasAnnounced(leaf: Leaf): Promise<boolean> {
  return isAnnounced(db(), leaf);
}

async function isAnnounced(tx: Pick<Tx, "auditEvent">, leaf: Leaf): Promise<boolean> {
  const said = ["activity.dropped", "activity.drop_stopped"];
  const last = await tx.auditEvent.findFirst({
    where: {
      OR: [{ projectId: leaf.projectId }, { projectId: null }],
      ...{ subjectId: leaf.name, action: { in: said } },
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { action: true },
  });
  return last?.action === "activity.dropped";
}

const words: Record<Kind, string> = {
  starts: "Beginnings of calls",
  payloads: "Payloads",
  calls: "Calls",
};

function reasonOf({ kind }: Leaf, { keepDays, keepPayloadDays }: Policy): string {
  const days = kind === "payloads" ? (keepPayloadDays ?? keepDays) : keepDays;
  return `past the ${days} days it is kept`;
}

function factsOf(leaf: Leaf, { keepDays, keepPayloadDays }: Policy) {
  const { kind, month } = leaf;
  return { table: tables[kind], month, keepDays, keepPayloadDays };
}

async function write(
  tx: Tx,
  action: "activity.dropped" | "activity.drop_stopped",
  leaf: Leaf,
  now: Date,
  facts: Pick<Parameters<typeof record>[2], "before" | "after">,
): Promise<void> {
  const { projectId, name: project } = await subjectOf(tx, leaf.projectId);
  const name = `${words[leaf.kind]} of ${leaf.month}${project ? ` in ${project}` : ""}`;
  const subject = { type: "activity", id: leaf.name, name };
  await record(tx, system(now), { action, projectId, subject, ...facts });
}

/** Nobody is signed in when time is up. */
function system(now: Date): Author {
  return { userId: null, userName: "Gatehouse", requestId: newId(), ip: null, now };
}
