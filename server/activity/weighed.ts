import type { Bounds } from "@/server/activity/buckets";
import type { Parameters } from "@/server/activity/filter";
import { isTooDear, sharePercent } from "@/server/activity/sampling";

/** Rows to count from: each stands for `weight` calls. */
export type Weighed = {
  sql: string;
  /** How many calls stand behind each row that was looked at; null when every one was. */
  estimatedBy: number | null;
};

type Place = Bounds & {
  projectId: string;
  /** As many are counted one by one, if that is not too dear for another reason. */
  mostRows: number;
  /** As many are looked at for an estimate: some percent of error where they are spread over sixty bars. */
  enough?: number;
};

/**
 * The ended calls that conditions on `c` hold for, with the columns named, or a sample of them. A row that stands for many
 * attempts is never left to chance.
 */
export async function weighed(
  columns: string,
  where: string,
  { projectId, mostRows, enough = 25_000, ...range }: Place,
  parameters: Parameters,
): Promise<Weighed> {
  const from = `FROM "ActivityLog" c`;
  const { values } = parameters;
  const dear = await isTooDear(
    { text: `SELECT ${columns} ${from} WHERE ${where}`, values },
    mostRows,
  );
  const share = dear ? await sharePercent(projectId, range, enough) : 100;
  if (share >= 100) {
    const sql = `SELECT ${columns}, c."attempts"::float8 AS weight ${from} WHERE ${where}`;
    return { sql, estimatedBy: null };
  }
  const factor = 100 / share;
  // The same pages each time: they are in memory by then, and a chart that is asked again does not tremble.
  const sample = `TABLESAMPLE SYSTEM (${parameters.add(share, "float4")}) REPEATABLE (0)`;
  const sql = `SELECT ${columns}, ${parameters.add(factor, "float8")} AS weight ${from} ${sample} WHERE ${where} AND c."attempts" = 1
    UNION ALL SELECT ${columns}, c."attempts"::float8 AS weight ${from} WHERE ${where} AND c."attempts" > 1`;
  return { sql, estimatedBy: factor };
}
