import { defineConfig } from "prisma/config";

// `prisma generate|validate|format` look for an engine that they never run, and would download it.
const engine = { name: "PRISMA_SCHEMA_ENGINE_BINARY", standIn: process.execPath };
const needsEngine = process.argv.includes("migrate") || process.argv.includes("db");
if (!needsEngine) process.env[engine.name] ??= engine.standIn;

const url = process.env["DATABASE_URL"];

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  ...(url ? { datasource: { url } } : {}),
});
