// Whether a build still belongs to the sources: one hash over everything that goes into it.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const SOURCES = [
  "app",
  "components",
  "server",
  "prisma/schema",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "tsconfig.json",
  "postcss.config.mjs",
  "prisma.config.ts",
  "package-lock.json",
  "scripts/build.mjs",
];
const STAMP = "dist/build-stamp";
const RESULTS = [".next/BUILD_ID", "dist/main.mjs"];

/** @param {string} path from the root */
export function isSource(path) {
  if (path === "server/infra/generated" || path === "server/testing") return false;
  return !/\.test\.[a-z]+$/.test(path);
}

/** @param {string} root @param {string} path @returns {string[]} */
function filesOf(root, path) {
  const full = join(root, path);
  if (!existsSync(full) || !isSource(path)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full).sort();
  return names.flatMap((name) => filesOf(root, relative(root, join(full, name))));
}

/** @param {string} root */
export function hashSources(root) {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => filesOf(root, source))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} root @param {string} hash */
export function isBuilt(root, hash) {
  if (!RESULTS.every((path) => existsSync(join(root, path)))) return false;
  const stamp = join(root, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

/** Before a build: one that is killed half-way must not pass for whole. @param {string} root */
export function clearStamp(root) {
  rmSync(join(root, STAMP), { force: true });
}

/** @param {string} root @param {string} hash */
export function writeStamp(root, hash) {
  writeFileSync(join(root, STAMP), hash);
}
