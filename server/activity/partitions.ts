import { pool } from "@/server/infra/pg";

/** Months of the record that exist beforehand. */
const monthsAhead = 3;

/** Makes the record's partitions for this month and the next ones; safe from several replicas at once. */
export async function ensurePartitions(): Promise<void> {
  await pool().query("SELECT activity_ensure_partitions($1)", [monthsAhead]);
}
