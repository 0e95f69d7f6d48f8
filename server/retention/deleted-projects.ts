import { notFound } from "@/server/access/access";
import type { Actor } from "@/server/core/context";
import { db, type Tx, transaction } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { beginHold, changePeriod, endHold } from "@/server/retention/mutations";
import { type Policy, toPolicy } from "@/server/retention/policy";
import { monthSizes } from "@/server/retention/record-size";
import type { HoldOfRecord, PeriodOfRecord } from "@/server/retention/schema";
import { findDeleted } from "@/server/retention/subject";
import { requireInstallationAdmin } from "@/server/settings/administrators";

/** The record that a deleted project left. */
export type KeptRecord = Policy & {
  projectId: string;
  /** Null when the audit log does not say. */
  name: string | null;
  deletedAt: Date | null;
  bytes: number;
  oldestMonth: string;
  newestMonth: string;
};

type Sum = { projectId: string; bytes: number; oldest: string; newest: string };

const sums = `SELECT right(c.relname, 32)::uuid::text AS "projectId", sum(pg_total_relation_size(c.oid))::float8 AS bytes,
    min(substring(c.relname FROM '_(\\d{6})_')) AS oldest, max(substring(c.relname FROM '_(\\d{6})_')) AS newest
  FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid AND NOT i.inhdetachpending
  WHERE c.relkind = 'r' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = '"ActivityLog"'::regclass)
    AND c.relname ~ '^Activity(Start|Log|Payload)_[0-9]{6}_[0-9a-f]{32}$' AND pg_relation_size(c.oid) > 0
    AND NOT EXISTS (SELECT 1 FROM "Project" p WHERE p.id = right(c.relname, 32)::uuid)
  GROUP BY 1`;

/** What is kept of projects that are deleted, the largest first. */
export async function listKeptRecords(actor: Actor): Promise<KeptRecord[]> {
  await requireInstallationAdmin(db(), actor);
  const { rows } = await pool().query<Sum>(`${sums} ORDER BY bytes DESC, 1 LIMIT 200`);
  const ids = rows.map(({ projectId }) => projectId);
  const [deleted, policies] = await Promise.all([
    findDeleted(db(), ids),
    db().activityPolicy.findMany({ where: { projectId: { in: ids } } }),
  ]);
  return rows.map(({ projectId, bytes, oldest, newest }) => {
    const known = deleted.find((one) => one.projectId === projectId);
    const policy = policies.find((one) => one.projectId === projectId);
    return {
      ...{ projectId, bytes, oldestMonth: monthWord(oldest), newestMonth: monthWord(newest) },
      ...{ name: known?.name ?? null, deletedAt: known?.deletedAt ?? null },
      ...(policy ? toPolicy(policy) : { keepDays: null, keepPayloadDays: null, hold: null }),
    };
  });
}

function monthWord(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}

export function retainKeptRecord(actor: Actor, input: PeriodOfRecord): Promise<void> {
  const { keepDays, keepPayloadDays } = input;
  return act(actor, input.projectId, (tx) =>
    changePeriod(tx, actor, input.projectId, { keepDays, keepPayloadDays }),
  );
}

export function holdKeptRecord(actor: Actor, input: HoldOfRecord): Promise<void> {
  return act(actor, input.projectId, (tx) => beginHold(tx, actor, input.projectId, input));
}

export function releaseKeptRecord(actor: Actor, input: HoldOfRecord): Promise<void> {
  return act(actor, input.projectId, (tx) => endHold(tx, actor, input.projectId, input));
}

/** Only what a deleted project left: the record of any other belongs to its administrators. */
async function act(
  actor: Actor,
  projectId: string,
  change: (tx: Tx) => Promise<void>,
): Promise<void> {
  const sizes = await monthSizes(projectId);
  await transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const isThere = (await tx.project.count({ where: { id: projectId } })) > 0;
    if (isThere || sizes.length === 0) throw notFound("record of a deleted project");
    await change(tx);
  });
}
