import { askRecord } from "@/server/activity/search-query";

type Text = { text: string; values: readonly unknown[] };
type Plan = { "QUERY PLAN": [{ Plan: { "Total Cost": number; "Plan Rows": number } }] };

/** What the planner expects a statement to cost, in its own units; nothing is run. */
export async function countCost(statement: Text): Promise<number> {
  return (await planOf(statement))["Total Cost"];
}

/** Rows that are looked at for an estimate: some percent of error where they are spread over sixty bars. */
const enough = 40_000;

/** The percentage of the months around a range that holds about `enough` calls; a sample is of whole months. */
export async function sharePercent({ from, to }: { from: Date; to: Date }): Promise<number> {
  const begin = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1));
  const end = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 1));
  const text = `SELECT 1 FROM "ActivityLog" WHERE "startedAt" >= $1::timestamptz AND "startedAt" < $2::timestamptz`;
  const { "Plan Rows": rows } = await planOf({ text, values: [begin, end] });
  return Math.max(0.01, Math.min(100, (100 * enough) / Math.max(1, rows)));
}

async function planOf({ text, values }: Text) {
  const [row] = await askRecord<Plan>({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
  if (!row) throw new Error("the database gave no plan");
  return row["QUERY PLAN"][0].Plan;
}
