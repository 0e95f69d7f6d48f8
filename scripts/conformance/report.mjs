// The results of one revision, as a table for the terminal.
import { say } from "../console.mjs";
import { passes, sum } from "./results.mjs";

/** @param {import("./results.mjs").Row} row */
function line(row) {
  const { passed, failed, warned } = row.counts;
  const columns = [passes(row) ? "✓" : "✗", passed, failed + warned].map((cell) =>
    String(cell).padStart(6),
  );
  return `${columns.join("")}  ${row.name}`;
}

/**
 * Prints every scenario, and why a scored one does not pass.
 * @param {string} revision
 * @param {import("./results.mjs").Row[]} rows
 * @param {number} least passed checks wanted of the scored scenarios
 * @returns {boolean} whether everything scored passes, with enough checks
 */
export function report(revision, rows, least) {
  const scored = rows.filter((row) => row.scored);
  const others = rows.filter((row) => !row.scored);
  const passing = scored.filter(passes);
  say(`\n${revision}\n        passed failed`);
  for (const row of scored) {
    say(line(row));
    if (!passes(row)) for (const fault of row.faults) say(`${" ".repeat(20)}${fault}`);
  }
  say("  not scored");
  for (const row of others) say(line(row));
  const checks = sum(scored);
  const beside = sum(others);
  say(`  scored: ${passing.length} of ${scored.length} scenarios; ${checks.passed} checks passed,`);
  say(`    ${checks.failed} failed, ${checks.warned} warnings; at least ${least} must pass`);
  say(`  not scored: ${others.filter(passes).length} of ${others.length} scenarios;`);
  say(`    ${beside.passed} checks passed, ${beside.failed} failed, ${beside.warned} warnings`);
  return passing.length === scored.length && checks.passed >= least;
}
