// What the person who runs a command sees: one line per step with its duration, one sentence per failure.
import process from "node:process";
import { inspect } from "node:util";

/** A failure whose message is the whole story: printed as one sentence, without a stack. */
export class Failure extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

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
    say(formatSeconds(performance.now() - began));
    return result;
  } catch (error) {
    say("failed");
    throw error;
  }
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** @param {unknown} error */
function explain(error) {
  const text = error instanceof Failure ? error.message : inspect(error);
  if (text) process.stderr.write(`\n${text}\n`);
  return error instanceof Failure ? error.exitCode : 1;
}

/** What a command has to undo, last first, whether it succeeds, fails or is interrupted. */
function createCleanup() {
  /** @type {(() => unknown)[]} */
  const tasks = [];
  /** @type {Promise<void> | undefined} */
  let running;
  async function work() {
    for (let task = tasks.pop(); task; task = tasks.pop()) {
      try {
        await task();
      } catch (error) {
        explain(error);
      }
    }
  }
  const run = () => {
    running ??= work();
    return running;
  };
  return { tasks, run };
}

/**
 * Runs a whole command: failures become a sentence and an exit code, and what it deferred happens in any case.
 * @param {(defer: (task: () => unknown) => void) => Promise<number | void>} command returns the exit code
 */
export async function runCommand(command) {
  const cleanup = createCleanup();
  /** @param {number} code */
  const leave = async (code) => {
    await cleanup.run();
    process.exit(code);
  };
  let interrupted = false;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      interrupted = true;
      leave(code);
    });
  }
  let code = 0;
  try {
    code = (await command((task) => void cleanup.tasks.push(task))) ?? 0;
  } catch (error) {
    // What fails because it was interrupted is no news.
    if (!interrupted) code = explain(error);
  }
  if (!interrupted) await leave(code);
}
