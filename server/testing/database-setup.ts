// Runs before each `*.db.test.ts` file is read: clones a database and sets the environment, so that `db()` just works.
import { afterAll } from "vitest";
import { forget, shared } from "@/server/core/shared";
import type { Bus } from "@/server/infra/bus";
import { closePools } from "@/server/infra/pg";
import { setEnvironment, testDatabase } from "@/server/testing/database";

async function closeConnections(): Promise<void> {
  const bus = shared<Bus | null>("bus", () => null);
  forget("bus");
  forget("prisma");
  await bus?.close();
  await closePools();
}

const database = await testDatabase();
setEnvironment(database);

afterAll(async () => {
  await closeConnections();
  await database.drop();
});
