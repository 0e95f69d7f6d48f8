// `npm run bench [name] [arguments]`: bundles bench/<name>.ts, gives it what it needs, and shows what it prints.
import { hash, randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { requireNode } from "./node-version.mjs";

requireNode();

/**
 * Each with the files it runs as processes, and whether it is served by a PostgreSQL; it then measures what was built,
 * unless it brings its own.
 */
const benches = {
  gateway: { files: ["gateway", "canned-upstream"], served: true },
  access: { files: ["access"], served: false },
  pii: { files: ["pii"], served: false },
  "pii-gateway": {
    files: ["pii-gateway", "pii-door", "pii-upstream"],
    served: true,
    unbuilt: true,
  },
  "activity-page": { files: ["activity-page"], served: true, browser: true },
  activity: { files: ["activity"], served: true, unbuilt: true },
  forwarding: { files: ["forwarding"], served: true, unbuilt: true },
  verify: { files: ["verify"], served: true, unbuilt: true },
  "pii-accuracy": { files: ["pii-accuracy"], served: false },
};

async function bundleBench(root, files) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => `bench/${file}.ts`),
    outdir: "dist/bench",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias: { "@": root, "next/headers": "next/headers.js" },
    logLevel: "silent",
  });
}

/** What `BENCH_DATA` names is kept for the next run; otherwise nothing is. */
async function roomFor(defer) {
  if (process.env.BENCH_DATA) return process.env.BENCH_DATA;
  const room = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
  defer(() => rm(room, { recursive: true, force: true }));
  await chmod(room, 0o711);
  return room;
}

/** A database that waits for the disk, unlike the tests' one: that is part of the price. */
async function startDatabase(defer) {
  const { migrate } = await import("./migrate.mjs");
  const { startPostgres } = await import("./postgres.mjs");
  const room = await roomFor(defer);
  const postgres = await startPostgres({ dataDir: join(room, "data") });
  defer(() => postgres.stop());
  await migrate(postgres.url);
  return {
    DATABASE_URL: postgres.url,
    // The same each time, for a database that is kept.
    ENCRYPTION_KEYS: `bench:${hash("sha256", "bench", "base64")}`,
    AUTH_SECRET: randomBytes(32).toString("base64"),
    LOG_LEVEL: "error",
  };
}

async function runBench(defer, name, args) {
  const { Failure } = await import("./console.mjs");
  const { ROOT } = await import("./migrate.mjs");
  const { spawnGuarded } = await import("./processes.mjs");
  const bench = benches[name];
  if (!bench)
    throw new Failure(`There is no benchmark ${name}: choose ${Object.keys(benches).join(", ")}.`);
  if (bench.served && !bench.unbuilt) await (await import("./build.mjs")).ensureBuild();
  await bundleBench(ROOT, bench.files);
  const env = bench.served ? await startDatabase(defer) : {};
  if (bench.browser) env.CHROMIUM_PATH = await (await import("./test/chromium.mjs")).findChromium();
  const child = spawnGuarded(process.execPath, [join(ROOT, `dist/bench/${name}.mjs`), ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((done) => child.once("exit", (code) => done(code ?? 1)));
}

const { runCommand } = await import("./console.mjs");
await runCommand((defer) => runBench(defer, process.argv[2] ?? "gateway", process.argv.slice(3)));
