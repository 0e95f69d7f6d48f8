// A role that may not drop tables says so and does nothing; one that may does it in its name (security: T94, T95).
import { afterEach, beforeEach, expect, test } from "vitest";
import { forget } from "@/server/core/shared";
import { db } from "@/server/infra/db";
import { env } from "@/server/infra/env";
import { closePools } from "@/server/infra/pg";
import { ctxOf } from "@/server/testing/factories";
import { countRows, projectWithCalls, setPeriod } from "@/server/testing/retention-scene";
import { dropExpired } from "./drop";
import { findExecutor } from "./executor";
import { getRetention } from "./queries";
import { upkeepRetention } from "./upkeep";

const { DATABASE_URL: application, MAINTENANCE_DATABASE_URL: owner } = env();
const now = new Date("2026-11-15T00:00:00Z");

/** From now on the installation has these addresses. */
async function useDatabase(own?: string, maintenance?: string): Promise<void> {
  Object.assign(env(), { DATABASE_URL: own, MAINTENANCE_DATABASE_URL: maintenance });
  forget("retention.executor");
  forget("prisma");
  await closePools();
}

beforeEach(() => db().activityPolicy.deleteMany());
afterEach(() => useDatabase(application, owner));

test("without the right to drop, a round does nothing and says why; pages go on", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  await useDatabase(application);
  expect(await dropExpired(now)).toMatchObject({ state: "not_owner", dropped: [] });
  await expect(upkeepRetention(now)).resolves.toBeUndefined();
  expect(await getRetention(ctxOf(project))).toMatchObject({
    executor: "not_owner",
    months: [{ month: "2026-08", calls: 3 }],
  });
  expect(await countRows(project)).toBe(3);
});

test("the application's role announces, the maintenance role drops", async () => {
  const project = await projectWithCalls(["2026-08"]);
  await setPeriod(project, 30);
  await useDatabase(application, owner);
  expect(await findExecutor(now)).toBe("ready");
  expect((await dropExpired(now)).dropped).toHaveLength(3);
  expect(await countRows(project)).toBe(0);
});

test("a maintenance address that does not answer is told apart", async () => {
  await useDatabase(application, "postgres://nobody@127.0.0.1:1/nothing");
  expect(await findExecutor(now)).toBe("unreachable");
});
