import { lane } from "@/server/activity/lane";
import { AppError } from "@/server/core/errors";
import { recordPool } from "@/server/infra/pg";

type Settings = { replica: boolean; readOnly: string; commit: string };

/**
 * Refuses a database on which a row we call durable might not be (T90). Throws `unavailable` with one sentence: a read
 * replica, a read-only database, or commits that do not wait for the disk.
 */
export async function requireDurableDatabase(): Promise<void> {
  const { rows } = await recordPool().query<Settings>(
    `SELECT pg_is_in_recovery() AS replica, current_setting('transaction_read_only') AS "readOnly", current_setting('synchronous_commit') AS commit`,
  );
  const fault = rows[0] ? faultOf(rows[0]) : "The database does not answer.";
  if (fault) throw new AppError("unavailable", fault);
}

function faultOf({ replica, readOnly, commit }: Settings): string | null {
  if (replica)
    return "DATABASE_URL names a read replica: the record of calls needs the primary database.";
  if (readOnly === "on")
    return "The database is read-only: the record of calls needs one that can be written.";
  // Something between us, such as a pooler, dropped the setting that our connections ask for.
  if (commit !== "on" && commit !== "remote_apply")
    return `The database commits without waiting for the disk (synchronous_commit is ${commit}): connect without the pooler in between, or set it to on.`;
  return null;
}

/** Whether the record can be written now; false after a second of waiting. Writes no row. */
export async function isRecordWritable(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), 1_000);
  });
  const written = lane()
    .append({})
    .then(() => true)
    .catch(() => false);
  return await Promise.race([written, late]).finally(() => clearTimeout(timer));
}
