// What the person who runs a command sees: one line per step with its duration, one sentence per failure.
import process from "node:process";
import { inspect } from "node:util";

/** A failure whose message is the whole story: printed as one sentence, without a stack. */
export class Failure extends Error {}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {number} milliseconds */
export function formatSeconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

/**
 * Runs one step and prints what it is and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const began = performance.now();
  process.stdout.write(`  ${title} … `);
  try {
    const result = await work();
    process.stdout.write(`${formatSeconds(performance.now() - began)}\n`);
    return result;
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
}

/**
 * Prints why a command ends early; an unforeseen error keeps its stack, a Failure is one sentence.
 * @param {unknown} error
 */
export function explain(error) {
  process.stderr.write(`\n${error instanceof Failure ? error.message : inspect(error)}\n`);
}

/**
 * Runs a whole command: its failures become a sentence and the exit code 1.
 * @param {() => Promise<number | void>} command
 */
export async function runCommand(command) {
  try {
    const code = await command();
    process.exitCode = code ?? 0;
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
}
