// Reports of the two test runners, reduced to what the last line says.
import { readFile } from "node:fs/promises";

/** @typedef {{ passed: number, failed: number }} Counts */

/** @param {any} report Vitest's JSON @returns {Counts} */
export function countVitest(report) {
  // A file that cannot even be read has no test that could fail.
  const unread = report.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unread.length,
  };
}

/** @param {any} report Playwright's JSON @returns {Counts} */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/**
 * @param {string} path of the runner's JSON report
 * @param {(report: any) => Counts} count
 * @param {number | null} code the runner's exit code: one that failed without a failed test is a failure too
 * @returns {Promise<Counts>}
 */
export async function readCounts(path, count, code) {
  const text = await readFile(path, "utf8").catch(() => undefined);
  const counts = text ? count(JSON.parse(text)) : { passed: 0, failed: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
