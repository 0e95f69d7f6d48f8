import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const crash = "**/*.crash.test.{ts,mjs}";
const database = "**/*.db.test.{ts,mjs}";
const ours = ["server/**", "components/**", "app/**", "scripts/**", "bench/**"];
const tests = ours.map((folder) => `${folder}/*.test.{ts,tsx,mjs}`);

export default defineConfig({
  resolve: { alias: { "@/": fileURLToPath(new URL("./", import.meta.url)) } },
  test: {
    // Databases, browsers and servers share the machine with the tests.
    maxWorkers: 2,
    env: { LOG_LEVEL: "silent", NEXT_TELEMETRY_DISABLED: "1" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: tests,
          exclude: [database, crash],
          // A property over thousands of texts on a busy machine; nothing here measures time.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: [database],
          exclude: ["node_modules/**", ".next/**"],
          globalSetup: ["server/testing/global-setup.ts"],
          setupFiles: ["server/testing/database-setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "crash",
          include: [crash],
          exclude: ["node_modules/**", ".next/**"],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
