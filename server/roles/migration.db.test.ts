// The step from one role a member to several, on rows as they were before it.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDatabase, type TestDatabase } from "@/server/testing/database";

const folder = "prisma/migrations";
let database: TestDatabase;
let client: pg.Client;

const migrations = readdirSync(folder)
  .filter((entry) => /^\d{14}_/.test(entry))
  .sort();
const step = migrations.findIndex((entry) => entry.endsWith("_access"));
const apply = async (list: readonly string[]) => {
  for (const entry of list)
    await client.query(readFileSync(join(folder, entry, "migration.sql"), "utf8"));
};

beforeAll(async () => {
  database = await emptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("everybody keeps the role they have, until the date it had", async () => {
  expect(step).toBeGreaterThan(0);
  await apply(migrations.slice(0, step));
  const [project, ana, ben] = [randomUUID(), randomUUID(), randomUUID()];
  await client.query(`INSERT INTO "Project" (id, slug, name) VALUES ($1, 'p', 'P')`, [project]);
  const join = async (user: string, role: string, expiresAt: string | null) => {
    await client.query(`INSERT INTO "User" (id, email, name) VALUES ($1::uuid, $1::text, 'N')`, [
      user,
    ]);
    await client.query(
      `INSERT INTO "Membership" (id, "projectId", "userId", role, "expiresAt") VALUES ($1, $2, $3, $4, $5)`,
      [randomUUID(), project, user, role, expiresAt],
    );
  };
  await join(ana, "admin", null);
  await join(ben, "auditor", "2027-01-01T00:00:00Z");
  await apply(migrations.slice(step));
  const { rows } = await client.query(
    `SELECT m."userId", r.role, r."roleId", r."expiresAt" FROM "MembershipRole" r
     JOIN "Membership" m ON m.id = r."membershipId" ORDER BY r.role`,
  );
  expect(rows).toEqual([
    { userId: ana, role: "admin", roleId: null, expiresAt: null },
    { userId: ben, role: "auditor", roleId: null, expiresAt: new Date("2027-01-01T00:00:00Z") },
  ]);
});

test("a role of the project cannot be held under another key", async () => {
  const [role, project] = [
    randomUUID(),
    (await client.query(`SELECT id FROM "Project"`)).rows[0]?.id,
  ];
  await client.query(`INSERT INTO "Role" (id, "projectId", name) VALUES ($1, $2, 'R')`, [
    role,
    project,
  ]);
  const give = client.query(
    `INSERT INTO "MembershipRole" (id, "membershipId", role, "roleId")
     SELECT $1, id, 'admin', $2 FROM "Membership" LIMIT 1`,
    [randomUUID(), role],
  );
  await expect(give).rejects.toThrow("MembershipRole_role_check");
});
