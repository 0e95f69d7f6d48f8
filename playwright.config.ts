import { defineConfig } from "@playwright/test";

// `npm test -- e2e` starts a fresh installation and says where it is.
const baseURL = process.env["GATEHOUSE_E2E_URL"] ?? "http://localhost:3000";
const executablePath = process.env["CHROMIUM_PATH"];
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One installation, and the machine is shared with it.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "UTC",
    // What it shows beside the snapshots costs a fifth of the time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Chromium's sandbox refuses root.
      args: isRoot ? ["--no-sandbox"] : [],
    },
  },
  projects: [
    // The set-up link works once: this project uses it, and the others find an installation with an administrator.
    { name: "first-run", testMatch: "first-run.spec.ts" },
    { name: "portal", testIgnore: "first-run.spec.ts", dependencies: ["first-run"] },
  ],
});
