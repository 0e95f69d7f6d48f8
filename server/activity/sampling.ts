import { askRecord } from "@/server/activity/search-query";

type Text = { text: string; values: readonly unknown[] };
type Plan = { "QUERY PLAN": [{ Plan: { "Total Cost": number; "Plan Rows": number } }] };

/** What the planner expects a statement to cost, in its own units; nothing is run. */
export async function countCost(statement: Text): Promise<number> {
  return (await planOf(statement))["Total Cost"];
}

type Period = { projectId: string; from: Date; to: Date };

/** The percentage of the months around a range that holds about `enough` of a project's calls; a sample is of whole months. */
export async function sharePercent(
  { projectId, from, to }: Period,
  enough: number,
): Promise<number> {
  const begin = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1));
  const end = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 1));
  const rows = await expectedCalls(projectId, begin, end);
  return Math.max(0.01, Math.min(100, (100 * enough) / Math.max(1, rows)));
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
