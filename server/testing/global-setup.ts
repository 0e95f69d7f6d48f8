// Once per run: a PostgreSQL server, unless one is given, with a migrated template that every test file clones.
import { createHash } from "node:crypto";
import pg from "pg";
import { prepareDatabase, readMigrations } from "@/scripts/migrate.mjs";
import { startScratchPostgres } from "@/scripts/postgres/scratch.mjs";

/** Ordinary roles, as in an installation: the owner of the tables, and the one that serves. */
const role = "gatehouse_test";
const application = "gatehouse_test_app";

/** Starts what the `*.db.test.ts` files need and returns how to stop it. */
export async function setup(): Promise<() => Promise<void>> {
  const given = process.env["GATEHOUSE_TEST_POSTGRES"];
  const own = given ? null : await startScratchPostgres();
  const admin = given ?? own?.adminUrl ?? "";
  try {
    const template = await ensureTemplate(admin);
    process.env["GATEHOUSE_TEST_ADMIN"] = admin;
    process.env["GATEHOUSE_TEST_TEMPLATE"] = template.href;
    process.env["GATEHOUSE_TEST_APPLICATION"] = as(application, template).href;
  } catch (error) {
    await own?.stop();
    throw error;
  }
  return async () => {
    await own?.stop();
  };
}

async function ensureTemplate(admin: string): Promise<URL> {
  const migrations = await readMigrations();
  const contents = migrations.map((migration) => migration.checksum).join();
  const name = `template_${createHash("sha256").update(contents).digest("hex").slice(0, 16)}`;
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    for (const name of [role, application]) {
      const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
      if (!rowCount) await client.query(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
    }
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rows.length === 0) await client.query(`CREATE DATABASE ${name} OWNER ${role}`);
  } finally {
    await client.end();
  }
  const url = Object.assign(as(role, new URL(admin)), { pathname: name });
  await prepareDatabase({ url: as(application, url).href, maintenanceUrl: url.href });
  return url;
}

function as(name: string, url: URL): URL {
  return Object.assign(new URL(url), { username: name, password: name });
}
