// Prisma's client, Next's build and the bundle of server/main.ts. Run directly, it always builds.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { bundleCommand, COMMANDS } from "./command/bundle.mjs";
import { runCommand, step } from "./console.mjs";
import { ROOT } from "./migrate.mjs";
import { run } from "./processes.mjs";
import { clearStamp, hashSources, isBuilt, writeStamp } from "./sources.mjs";
import { requireWritable } from "./writable.mjs";

/** Neither tool may call home. */
const QUIET = { NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };

/** Writes server/infra/generated from prisma/schema. */
export async function generate() {
  const prisma = join(ROOT, "node_modules/prisma/build/index.js");
  await run(process.execPath, [prisma, "generate", "--no-hints"], { cwd: ROOT, env: QUIET });
}

async function buildNext() {
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const env = { ...QUIET, NODE_ENV: "production" };
  await run(process.execPath, [next, "build"], { cwd: ROOT, env });
}

async function bundleServer() {
  const { build: bundle } = await import("esbuild");
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: ["server/main.ts"],
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    // What is imported on demand is loaded on demand.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    alias: { "@": ROOT },
    sourcemap: "external",
    logLevel: "silent",
  });
}

/** Builds what `npm start` serves. */
export async function build() {
  await requireWritable(ROOT, [".next", "dist", "server/infra"]);
  const hash = hashSources(ROOT);
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  clearStamp(ROOT);
  await step("Generating the database client", generate);
  await step("Building the portal (about half a minute)", buildNext);
  await step("Bundling the server", bundleServer);
  for (const name of Object.keys(COMMANDS)) await bundleCommand(ROOT, name);
  writeStamp(ROOT, hash);
}

/** Builds unless the sources are those of the last build. */
export async function ensureBuild() {
  if (!isBuilt(ROOT, hashSources(ROOT))) await build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runCommand(() => build());
