import type { Bounds } from "@/server/activity/buckets";
import { askRecord } from "@/server/activity/search-query";

type Text = { text: string; values: readonly unknown[] };
type Plan = { "QUERY PLAN": [{ Plan: { "Total Cost": number; "Plan Rows": number } }] };

/** Above this cost, in the planner's units, calls are not counted one by one. */
const dearest = 8_000;

/** Whether a statement is expected to find more rows, or to cost more, than may be counted one by one; nothing is run. */
export async function isTooDear(statement: Text, mostRows: number): Promise<boolean> {
  const { "Total Cost": cost, "Plan Rows": rows } = await planOf(statement);
  return cost > dearest || rows > mostRows;
}

/** A sample is of whole months: of a range that is a small part of them, less is looked at. */
const mostRead = 3;

/** The percentage of a project's months around a range that holds about `enough` of its calls there. */
export async function sharePercent(
  projectId: string,
  { from, to }: Bounds,
  enough: number,
): Promise<number> {
  const begin = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1));
  const end = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 1));
  const [inRange, inMonths] = [
    await expectedCalls(projectId, from, to),
    await expectedCalls(projectId, begin, end),
  ];
  const share = Math.min(
    enough / Math.max(1, inRange),
    (mostRead * enough) / Math.max(1, inMonths),
  );
  return Math.max(0.01, Math.min(100, 100 * share));
}

/** How many calls of a project the planner expects between two moments. */
export async function expectedCalls(
  projectId: string,
  from: Date | string,
  to: Date | string,
): Promise<number> {
  const text = `SELECT 1 FROM "ActivityLog"
    WHERE "projectId" = $1::uuid AND "startedAt" >= $2::timestamptz AND "startedAt" < $3::timestamptz`;
  return (await planOf({ text, values: [projectId, from, to] }))["Plan Rows"];
}

async function planOf({ text, values }: Text) {
  const [row] = await askRecord<Plan>({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
  if (!row) throw new Error("the database gave no plan");
  return row["QUERY PLAN"][0].Plan;
}
