import { expect, test } from "vitest";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";

test("a test file has a migrated, empty database of its own", async () => {
  expect(await db().project.count()).toBe(0);
});

test("tests connect as an ordinary role, as an installation does", async () => {
  const { rows } = await pool().query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
  expect(rows).toEqual([{ rolsuper: false }]);
});
