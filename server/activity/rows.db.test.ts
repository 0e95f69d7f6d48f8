import { expect, test } from "vitest";
import { Parameters } from "@/server/activity/filter";
import { indexed, newestFirst, type Position, positionBefore } from "@/server/activity/rows";
import { newId } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { makeProject } from "@/server/testing/factories";
import { addCalls } from "@/server/testing/many-calls";

type Node = { "Shared Hit Blocks": number; "Shared Read Blocks": number };

test("some minutes long before a position are read without what lies between", async () => {
  const now = new Date();
  const begin = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 10));
  const at = (seconds: number) => new Date(begin.getTime() + seconds * 1_000);
  const { id: projectId } = await makeProject();
  await pool().query("SELECT activity_ensure_leaves($1, $2, $2)", [projectId, begin]);
  await addCalls(projectId, newId(), 20_000, {
    at: `timestamptz '${begin.toISOString()}' + n * interval '1 second'`,
  });
  const pages = async (position: Position) => {
    const parameters = new Parameters();
    const scope = { projectId, endpoints: null };
    const search = { scope, filter: {}, now, mayReadPayload: true };
    // As a window of time and a block of calls are asked for.
    const sql = `SELECT c."id" FROM "ActivityLog" c WHERE ${indexed(search, position, parameters)}
      AND c."startedAt" >= ${parameters.add(at(100), "timestamptz")}
      AND c."startedAt" < ${parameters.add(at(130), "timestamptz")} ${newestFirst} LIMIT 50`;
    const { rows } = await pool().query(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
      parameters.values,
    );
    const plan: Node & { "Actual Rows": number } = rows[0]["QUERY PLAN"][0].Plan;
    expect(plan["Actual Rows"]).toBe(30);
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
  };
  // Of some hundred pages of the index.
  expect(await pages(["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"])).toBeLessThan(60);
  expect(await pages(positionBefore(at(19_000).getTime() * 1_000))).toBeLessThan(60);
});
