// What the suite left behind, counted in checks: a scenario whose client crashed at once still gets its tick.
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** @typedef {{ id: string, status: string, errorMessage?: string, description?: string }} Check */
/** @typedef {{ passed: number, failed: number, warned: number, skipped: number }} Counts */
/** @typedef {{ name: string, scored: boolean, counts: Counts, faults: string[] }} Row */

/** @type {Record<string, keyof Counts>} */
const MEANING = { SUCCESS: "passed", FAILURE: "failed", WARNING: "warned", SKIPPED: "skipped" };

/** Notes of the suite about what went over the wire (INFO) are no checks. @param {Check[]} checks @returns {Counts} */
export function countChecks(checks) {
  const counts = { passed: 0, failed: 0, warned: 0, skipped: 0 };
  for (const { status } of checks) {
    const meaning = MEANING[status];
    if (meaning) counts[meaning]++;
  }
  return counts;
}

/**
 * @param {string} listing what `list --client --requirements` prints
 * @param {"client" | "server"} role
 * @returns {Set<string>} the scenarios that a revision requires of that role
 */
export function scoredIn(listing, role) {
  const scored = new Set();
  let within = false;
  for (const line of listing.split("\n")) {
    const item = /^ {2}- (\S+)$/.exec(line)?.[1];
    if (item === undefined) within = line.toLowerCase().startsWith(`${role} scenarios`);
    else if (within) scored.add(item);
  }
  return scored;
}

/**
 * One row for each scenario that ran, and for each that is scored and did not.
 * @param {Map<string, Check[]>} results by scenario
 * @param {Set<string>} scored
 * @returns {Row[]}
 */
export function toRows(results, scored) {
  const names = [...new Set([...scored, ...[...results.keys()].sort()])];
  return names.map((name) => {
    const checks = results.get(name) ?? [];
    const faults = checks
      .filter(({ status }) => status === "FAILURE" || status === "WARNING")
      .map(({ id, errorMessage, description }) => `${id}: ${errorMessage ?? description ?? ""}`);
    return { name, scored: scored.has(name), counts: countChecks(checks), faults };
  });
}

/** A scenario without a single passed check was not run, whatever its tick says. @param {Row} row */
export function passes({ counts }) {
  return counts.passed > 0 && counts.failed === 0 && counts.warned === 0;
}

/** @param {Row[]} rows @returns {Counts} */
export function sum(rows) {
  const total = { passed: 0, failed: 0, warned: 0, skipped: 0 };
  for (const { counts } of rows) for (const key of Object.keys(total)) total[key] += counts[key];
  return total;
}

const stamp = /-\d{4}-\d{2}-\d{2}T[\d-]+Z$/;

/**
 * @param {string} folder given to the suite's `-o`
 * @returns {Promise<Map<string, Check[]>>} by scenario
 */
export async function readResults(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const results = new Map();
  for (const entry of entries) {
    if (entry.name !== "checks.json") continue;
    const path = relative(folder, entry.parentPath).split(sep).join("/");
    const checks = JSON.parse(await readFile(join(entry.parentPath, entry.name), "utf8"));
    results.set(path.replace(stamp, "").replace(/^server-/, ""), checks);
  }
  return results;
}
