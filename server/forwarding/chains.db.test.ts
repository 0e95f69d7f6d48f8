// What a round asks costs the same however much was forwarded before it.
import { expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { forwardingPool } from "@/server/infra/pg";
import { addCalls, makeScene } from "@/server/testing/forwarding-scene";
import { asOwner } from "@/server/testing/owner";
import { findPending, monthsOf, pendingSql } from "./chains";

type Plan = { "Shared Hit Blocks": number; "Shared Read Blocks": number };

/** Pages of the database that finding what waits touches. */
async function pagesOf(values: unknown[]): Promise<number> {
  const text = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${pendingSql}`;
  const { rows } = await forwardingPool().query<{ "QUERY PLAN": { Plan: Plan }[] }>(text, values);
  const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
  return (plan?.["Shared Hit Blocks"] ?? 0) + (plan?.["Shared Read Blocks"] ?? 0);
}

test("finding what waits touches a few pages for each writer, with statistics and without", async () => {
  const scene = await makeScene();
  const [month = ""] = (await monthsOf(scene.projectId)).slice(-1);
  const [one, two] = [newId(), newId()];
  for (const writer of [one, two])
    for (let n = 0; n < 4; n++)
      await addCalls(scene.projectId, {
        ...{ writer, count: 2_000, from: 2 + n * 4_000 },
        startedAt: new Date(Date.now() - n * 50),
      });
  const destination = newId();
  const values = [scene.projectId, month, destination];
  expect(await pagesOf(values)).toBeLessThan(60);
  await asOwner(`ANALYZE "ActivityLog"`);
  expect(await pagesOf(values)).toBeLessThan(60);
  const found = await findPending({ id: destination, projectId: scene.projectId }, [month]);
  expect(new Set(found.map(({ writer }) => writer))).toEqual(new Set([one, two]));
});
