// Writes prisma/migrations/<time>_<name>/migration.sql from the difference between the migrations and prisma/schema,
// without a database of one's own and without Prisma's downloaded engine.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import process from "node:process";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import { Failure, runCommand, say } from "./console.mjs";
import { MIGRATIONS, migrate, ROOT, readMigrations } from "./migrate.mjs";
import { query } from "./postgres/connect.mjs";
import { startScratchPostgres } from "./postgres/scratch.mjs";

const FILTERS = { externalTables: [], externalEnums: [] };
const LOCKFILE = 'provider = "postgresql"\n';

/** The engine's package imports its WebAssembly as a module, which Node 20 cannot: instantiate it by hand. */
async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      throw new Failure(message);
    },
  };
  const require = createRequire(import.meta.url);
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const beside = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(beside.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine.SchemaEngine;
}

async function readSchema() {
  const directory = join(ROOT, "prisma/schema");
  const names = (await readdir(directory)).filter((name) => name.endsWith(".prisma")).sort();
  return await Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      return { path, content: await readFile(path, "utf8") };
    }),
  );
}

/** The catalog's one-byte type "char", which the adapter cannot name, and text in its place. */
const CHAR = 18;
const TEXT = 25;

/** Gives the engine the catalog's "char" columns under the name it expects. @param {any} adapter */
function readCatalog(adapter) {
  const charColumns = new WeakMap();
  const pool = adapter.underlyingDriver();
  const ask = pool.query.bind(pool);
  pool.query = async (...args) => {
    const result = await ask(...args);
    const fields = (result.fields ?? []).filter((field) => field.dataTypeID === CHAR);
    charColumns.set(
      result.rows,
      fields.map((field) => result.fields.indexOf(field)),
    );
    for (const field of fields) field.dataTypeID = TEXT;
    return result;
  };
  // The adapter's own splits a script at every semicolon, also at those within a function.
  adapter.executeScript = async (script) => void (await ask(script));
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    for (const at of charColumns.get(result.rows) ?? []) {
      result.columnTypes[at] = ColumnTypeEnum.Character;
    }
    return result;
  };
  return adapter;
}

/** @param {string} url of a scratch server that is thrown away, as its superuser */
async function createAdapter(url) {
  const to = (database) => new PrismaPg(Object.assign(new URL(url), { pathname: database }).href);
  const factory = to("postgres");
  const connect = async (database) => readCatalog(await to(database).connect());
  factory.connect = () => connect("postgres");
  // The adapter's own drops the shadow database under its open connections and waits five seconds for them.
  factory.connectToShadowDb = async () => {
    await query(url, "DROP DATABASE IF EXISTS shadow WITH (FORCE)");
    await query(url, "CREATE DATABASE shadow");
    return await connect("shadow");
  };
  return bindMigrationAwareSqlAdapterFactory(factory);
}

/** The engine's errors carry the place in the schema in their message, and a stack of WebAssembly. */
function refuse(error) {
  throw new Failure(error.message);
}

/** @param {string} url @returns {Promise<string>} the SQL that leads from the migrations to the schema */
async function difference(url) {
  const SchemaEngine = await loadEngine();
  const files = await readSchema();
  const adapter = await createAdapter(url);
  const datamodels = files.map(({ path, content }) => [path, content]);
  const engine = await SchemaEngine.new({ datamodels }, () => {}, adapter).catch(refuse);
  const migrations = await readMigrations();
  const from = {
    tag: "migrations",
    baseDir: MIGRATIONS,
    lockfile: { path: "migration_lock.toml", content: LOCKFILE },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
  try {
    const { stdout } = await engine.diff({
      from,
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: FILTERS,
    });
    return stdout ?? "";
  } catch (error) {
    return refuse(error);
  } finally {
    engine.free();
  }
}

/** @param {Date} now */
function timestamp(now) {
  return now.toISOString().replace(/\D/g, "").slice(0, 14);
}

await runCommand(async () => {
  const name = process.argv[2];
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Failure("Name the migration in snake_case: npm run migration -- add_servers");
  }
  const postgres = await startScratchPostgres();
  try {
    const sql = await difference(postgres.adminUrl);
    if (!sql.trim() || sql.includes("This is an empty migration")) {
      say("prisma/schema and prisma/migrations agree: there is nothing to write.");
      return;
    }
    const directory = join(MIGRATIONS, `${timestamp(new Date())}_${name}`);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "migration.sql"), sql);
    await writeFile(join(MIGRATIONS, "migration_lock.toml"), LOCKFILE);
    await migrate(postgres.url);
    say(`Wrote ${relative(ROOT, directory)}/migration.sql and applied it to a scratch database.`);
  } finally {
    await postgres.stop();
  }
});
