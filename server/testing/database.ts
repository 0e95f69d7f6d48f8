// A database per test file, cloned from the migrated template in about 0.1 s.
import { randomBytes } from "node:crypto";
import pg from "pg";

/** A database with all migrations and no rows. `drop` ends whoever is still connected to it. */
export type TestDatabase = { url: string; maintenanceUrl: string; drop: () => Promise<void> };

/** Clones the template; needs the `db` project's global set-up. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = new URL(required("GATEHOUSE_TEST_TEMPLATE"));
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = template.pathname.slice(1);
  await administer(`CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${template.username}`);
  const maintenanceUrl = Object.assign(new URL(template), { pathname: name }).href;
  const application = new URL(required("GATEHOUSE_TEST_APPLICATION"));
  const url = Object.assign(application, { pathname: name }).href;
  return { url, maintenanceUrl, drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = `empty_${randomBytes(8).toString("hex")}`;
  await administer(`CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(required("GATEHOUSE_TEST_ADMIN")), { pathname: name }).href;
  return { url, maintenanceUrl: url, drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** The variables an installation has, so that `env()` and everything that reads it works as in one. */
export function setEnvironment(database: { url: string; maintenanceUrl: string }): void {
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    MAINTENANCE_DATABASE_URL: database.maintenanceUrl,
    PUBLIC_URL: "http://localhost:3000",
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    AUTH_SECRET: randomBytes(32).toString("base64url"),
  });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(`${variable} is not set: name the file *.db.test.ts and run it with vitest.`);
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: required("GATEHOUSE_TEST_ADMIN") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
