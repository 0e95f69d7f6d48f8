// `npm run bench`: builds, starts a PostgreSQL of its own, and runs bench/gateway.ts against what was built.
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { requireNode } from "./node-version.mjs";

requireNode();

async function bundleBench(root) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ["bench/gateway.ts", "bench/canned-upstream.ts"],
    outdir: "dist/bench",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias: { "@": root },
    logLevel: "silent",
  });
}

async function main() {
  const { runCommand } = await import("./console.mjs");
  const { ensureBuild } = await import("./build.mjs");
  const { ROOT, migrate } = await import("./migrate.mjs");
  const { startPostgres } = await import("./postgres.mjs");
  const { run } = await import("./processes.mjs");
  await runCommand(async (defer) => {
    await ensureBuild();
    await bundleBench(ROOT);
    const room = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
    defer(() => rm(room, { recursive: true, force: true }));
    await chmod(room, 0o711);
    // Durable, unlike the tests' one: waiting for the disk is part of the price.
    const postgres = await startPostgres({ dataDir: join(room, "data") });
    defer(() => postgres.stop());
    await migrate(postgres.url);
    const env = {
      DATABASE_URL: postgres.url,
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
      AUTH_SECRET: randomBytes(32).toString("base64"),
      LOG_LEVEL: "error",
    };
    await run(process.execPath, [join(ROOT, "dist/bench/gateway.mjs")], { cwd: ROOT, env });
  });
}

await main();
