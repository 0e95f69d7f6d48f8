// A Chromium for the browser tests: the one that is there, or one that can be had.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Failure, step } from "../console.mjs";
import { ROOT } from "../migrate.mjs";
import { run } from "../processes.mjs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

async function ofPlaywright() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath();
}

async function downloaded() {
  const cli = join(ROOT, "node_modules/@playwright/test/cli.js");
  await run(process.execPath, [cli, "install", "chromium"], { cwd: ROOT, within: 300_000 });
  return await ofPlaywright();
}

async function fromDebian() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { cwd: ROOT, env });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
    cwd: ROOT,
    env,
  });
  return "/usr/bin/chromium";
}

/** @returns {Promise<string>} the path of an executable */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) throw new Failure(`CHROMIUM_PATH ${given} does not exist.`);
  const present = [given, ...PLACES, await ofPlaywright()].find((path) => path && existsSync(path));
  if (present) return present;
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  const ways = isDebianRoot ? [downloaded, fromDebian] : [downloaded];
  const got = await step("Fetching Chromium for the browser tests", async () => {
    for (const way of ways) {
      const path = await way().catch(() => undefined);
      if (path && existsSync(path)) return path;
    }
    return undefined;
  });
  if (got) return got;
  throw new Failure(
    "The browser tests need Chromium and none could be fetched: install it and set CHROMIUM_PATH to its executable.",
  );
}
