import { pool } from "@/server/infra/pg";

/** Months of the record that exist beforehand. */
const monthsAhead = 2;

/** Makes room for every project's calls of this month and the next ones; safe from several replicas at once. */
export async function ensurePartitions(): Promise<void> {
  await pool().query("SELECT activity_ensure_partitions($1)", [monthsAhead]);
}
