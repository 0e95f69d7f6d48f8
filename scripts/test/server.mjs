// A Gatehouse as `npm start` makes it, in a directory and on a port of its own, for the browser tests.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { freePort } from "../postgres/postmaster.mjs";
import { endProcess, forkGuarded } from "../processes.mjs";

/** What a developer's environment or .env may say, and a test must not hear. */
const UNSET = Object.fromEntries(
  [
    "DATABASE_URL",
    "MAINTENANCE_DATABASE_URL",
    "ENCRYPTION_KEYS",
    "AUTH_SECRET",
    "ADMIN_EMAIL",
    "ADMIN_PASSWORD",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_ONLY",
    "OIDC_TRUST_EMAIL",
    "OIDC_JOIN",
    "EGRESS_ALLOW",
    "NODE_ENV",
    "npm_lifecycle_event",
  ].map((name) => [name, ""]),
);

/**
 * @param {(task: () => unknown) => void} defer
 * @param {Record<string, string>} settings variables of its environment beside the usual
 * @returns {Promise<Record<string, string>>} what the tests need to know, as environment variables
 */
export async function startServer(defer, settings = {}) {
  const room = await mkdtemp(join(tmpdir(), "gatehouse-e2e-"));
  defer(() => rm(room, { recursive: true, force: true }));
  await chmod(room, 0o711);
  const dataDir = join(room, "data");
  const port = String(await freePort(undefined));
  const url = `http://localhost:${port}`;
  const env = { ...UNSET, DATA_DIR: dataDir, PORT: port, HOST: "127.0.0.1", PUBLIC_URL: url };
  const server = forkGuarded(join(ROOT, "scripts/start.mjs"), [], {
    cwd: ROOT,
    env: { ...env, LOG_LEVEL: "warn", ...settings },
  });
  defer(async () => {
    if (server.exitCode !== null || server.signalCode !== null || !server.pid) return;
    await endProcess(server.pid, [
      ["SIGTERM", 6000],
      ["SIGKILL", 500],
    ]);
  });
  const ready = await new Promise((done, fail) => {
    server.once("message", done);
    server.once("exit", () => fail(new Failure("The server for the browser tests did not start.")));
  });
  return {
    GATEHOUSE_E2E_URL: url,
    GATEHOUSE_E2E_SETUP_URL: ready.setupUrl ?? "",
    GATEHOUSE_E2E_DATA_DIR: dataDir,
  };
}
