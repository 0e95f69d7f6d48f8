import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDatabase } from "../server/testing/database.ts";
import { prepareDatabase } from "./migrate.mjs";
import { query } from "./postgres/connect.mjs";
import { areSeparate, grantApplication } from "./privileges.mjs";

let database;
const roles = [];

beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(async () => {
  await database.drop();
  for (const role of roles) await query(process.env.GATEHOUSE_TEST_ADMIN, `DROP ROLE "${role}"`);
});

/** @param {string} name @param {string} password */
function addressOf(name, password) {
  const url = new URL(database.maintenanceUrl);
  return Object.assign(url, { username: name, password }).href;
}

test("a role that is not there is created, with the password of its address", async () => {
  const name = "gatehouse_e'\"x";
  roles.push('gatehouse_e\'""x');
  const url = addressOf(encodeURIComponent(name), encodeURIComponent("p'a%ss"));
  await prepareDatabase({ url, maintenanceUrl: database.maintenanceUrl });
  expect(await query(url, "SELECT current_user AS name")).toEqual([{ name }]);
  await query(url, `SELECT count(*) FROM "ActivityLog"`);
  await expect(query(url, `DELETE FROM "ActivityLog"`)).rejects.toThrow("permission denied");
  // And again, as at every start.
  await prepareDatabase({ url, maintenanceUrl: database.maintenanceUrl });
  await expect(query(url, `DELETE FROM "ActivityLog"`)).rejects.toThrow("permission denied");
  await query(url, `DELETE FROM "Project"`);
  await query(database.maintenanceUrl, `DROP OWNED BY "gatehouse_e'""x"`);
});

test("an owner that may not create roles says what to do", async () => {
  const url = addressOf("nobody_made_this", "secret");
  await query(process.env.GATEHOUSE_TEST_ADMIN, "CREATE ROLE plain_owner LOGIN PASSWORD 'plain'");
  roles.push("plain_owner");
  const owner = addressOf("plain_owner", "plain");
  await expect(grantApplication(owner, url)).rejects.toThrow(
    "There is no role nobody_made_this, and the user of MAINTENANCE_DATABASE_URL may not create it",
  );
});

test("one role for everything is no other role", () => {
  const url = "postgresql://a:b@host/db";
  expect(areSeparate(url, url)).toBe(false);
  expect(areSeparate(url, "postgresql://c:b@host/db")).toBe(true);
});
