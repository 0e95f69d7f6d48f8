// Runs the chosen parts one after the other, each cleaned up before the next; the last line is their sum.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { Failure, runCommand, say } from "../console.mjs";
import { ensureDependencies } from "../install.mjs";
import { ROOT } from "../migrate.mjs";
import { SUITES } from "./suites.mjs";

/** @param {string[]} chosen @param {string[]} all @returns {{ names: string[], rest: string[] }} */
export function chooseParts(chosen, all) {
  const [name, ...rest] = chosen;
  if (name === undefined) return { names: all, rest: [] };
  if (name in SUITES) return { names: [name], rest };
  throw new Failure(`There is no part ${name}: choose one of ${Object.keys(SUITES).join(", ")}.`);
}

/** @param {string} name @param {string[]} rest @param {string} room @param {(task: () => unknown) => void} defer */
async function runPart(name, rest, room, defer) {
  /** @type {(() => unknown)[]} */
  const tasks = [];
  const cleanUp = async () => {
    for (let task = tasks.pop(); task; task = tasks.pop()) await task();
  };
  // Once more when interrupted half-way: what is done already is gone from the list.
  defer(cleanUp);
  try {
    return await SUITES[name]({ room, rest, defer: (task) => tasks.push(task) });
  } catch (error) {
    process.stderr.write(`\n${error instanceof Failure ? error.message : error?.stack}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    await cleanUp();
  }
}

/** @param {string[]} all the parts that run when none is named */
export async function runTests(all) {
  await runCommand(async (defer) => {
    process.chdir(ROOT);
    const { names, rest } = chooseParts(process.argv.slice(2), all);
    await ensureDependencies(ROOT);
    const room = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
    defer(() => rm(room, { recursive: true, force: true }));
    const sum = { passed: 0, failed: 0 };
    for (const name of names) {
      const { passed, failed } = await runPart(name, rest, room, defer);
      sum.passed += passed;
      sum.failed += failed;
    }
    say(`\n${sum.passed} passed, ${sum.failed} failed`);
    return sum.failed === 0 ? 0 : 1;
  });
}
