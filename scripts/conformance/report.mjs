// The results of one revision, for the terminal.
import { say } from "../console.mjs";
import { passes, sum } from "./results.mjs";

/** @typedef {import("./results.mjs").Row} Row */

/** @param {Row} row */
function line(row) {
  const { passed, failed, warned } = row.counts;
  const columns = [passes(row) ? "✓" : "✗", passed, failed + warned].map((cell) =>
    String(cell).padStart(6),
  );
  return `${columns.join("")}  ${row.name}`;
}

/** @param {string} what @param {Row[]} rows */
function total(what, rows) {
  const { passed, failed, warned } = sum(rows);
  const good = rows.filter(passes).length;
  say(`  ${what}: ${good} of ${rows.length} scenarios pass; of their checks`);
  say(`    ${passed} passed, ${failed} failed, ${warned} gave a warning`);
}

/**
 * Prints every scenario, and why one that has to pass does not.
 * @param {string} title
 * @param {Row[]} rows
 * @param {(row: Row) => boolean} isWanted
 */
export function report(title, rows, isWanted) {
  const scored = rows.filter((row) => row.scored);
  const others = rows.filter((row) => !row.scored);
  const show = (row) => {
    say(line(row));
    if (isWanted(row) && !passes(row))
      for (const fault of row.faults) say(`${" ".repeat(20)}${fault}`);
  };
  say(`\n${title}\n        passed failed`);
  for (const row of scored) show(row);
  say("  not scored");
  for (const row of others) show(row);
  total("scored", scored);
  total("not scored", others);
}
