// T94: the application's role adds to the record, and can do nothing else with it.
import { describe, expect, test } from "vitest";
import { newId } from "@/server/core/ids";
import { pool } from "@/server/infra/pg";
import { asOwner } from "@/server/testing/owner";
import { makeRoom } from "@/server/testing/record-room";

const columns: Record<string, string> = { ActivityCheckpoint: "body", ActivityPayload: "body" };
const denied = { code: "42501" };
const appendOnly = [
  "ActivityStart",
  "ActivityLog",
  "ActivityPayload",
  "ActivityCheckpoint",
  "AuditEvent",
];

async function leafOf(table: string): Promise<string> {
  const projectId = newId();
  await makeRoom(projectId);
  const month = new Date().toISOString().slice(0, 7).replace("-", "");
  return `${table}_${month}_${projectId.replaceAll("-", "")}`;
}

describe.each(appendOnly)("%s", (table) => {
  test.each([
    ["UPDATE", `UPDATE "${table}" SET ${columns[table] ?? "id"} = NULL`],
    ["DELETE", `DELETE FROM "${table}"`],
    ["TRUNCATE", `TRUNCATE "${table}"`],
    ["DROP", `DROP TABLE "${table}"`],
    ["ALTER", `ALTER TABLE "${table}" ADD COLUMN x int`],
    [
      "a trigger",
      `CREATE TRIGGER x BEFORE INSERT ON "${table}" EXECUTE FUNCTION gatehouse_notify()`,
    ],
  ])("the application may not %s", async (_, text) => {
    await expect(pool().query(text)).rejects.toMatchObject(denied);
  });

  test("it may read and add", async () => {
    await expect(pool().query(`SELECT 1 FROM "${table}" LIMIT 1`)).resolves.toBeDefined();
    const { rows } = await pool().query("SELECT has_table_privilege($1, 'INSERT') AS may", [
      `"${table}"`,
    ]);
    expect(rows[0].may).toBe(true);
  });
});

describe("a leaf of the record, past its parent", () => {
  test.each(["INSERT", "UPDATE", "DELETE", "SELECT"])("no %s", async (right) => {
    const leaf = await leafOf("ActivityLog");
    const { rows } = await pool().query("SELECT has_table_privilege($1, $2) AS may", [
      `"${leaf}"`,
      right,
    ]);
    expect(rows[0].may).toBe(false);
  });

  test("no DETACH and no DROP, not even of one made for the application", async () => {
    const leaf = await leafOf("ActivityLog");
    const parent = leaf.slice(0, "ActivityLog_202601".length);
    await expect(
      pool().query(`ALTER TABLE "${parent}" DETACH PARTITION "${leaf}"`),
    ).rejects.toMatchObject(denied);
    await expect(pool().query(`DROP TABLE "${leaf}"`)).rejects.toMatchObject(denied);
  });
});

test("every other table can be written, so a new one cannot be forgotten", async () => {
  const { rows } = await asOwner<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace
       AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '_prisma_migrations'`,
  );
  for (const { name } of rows) {
    const found = await pool().query(
      "SELECT has_table_privilege($1, 'INSERT') AS inserts, has_table_privilege($1, 'DELETE') AS deletes",
      [`"${name}"`],
    );
    expect([name, found.rows[0]]).toEqual([
      name,
      { inserts: true, deletes: !appendOnly.includes(name) },
    ]);
  }
});

test("the application cannot make itself more than it is", async () => {
  await expect(pool().query("CREATE ROLE other SUPERUSER")).rejects.toMatchObject(denied);
  await expect(pool().query("SET ROLE gatehouse_test")).rejects.toMatchObject(denied);
  // PostgreSQL answers this one with a warning.
  await pool().query(`GRANT UPDATE ON "ActivityLog" TO CURRENT_USER`);
  const { rows } = await pool().query(
    `SELECT has_table_privilege('"ActivityLog"', 'UPDATE') AS may`,
  );
  expect(rows[0].may).toBe(false);
});
