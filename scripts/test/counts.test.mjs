import { expect, test } from "vitest";
import { countPlaywright, countVitest, readCounts } from "./counts.mjs";

test("a Vitest file that cannot be read counts as one failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] },
    { status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  const report = { numPassedTests: 2, numFailedTests: 1, testResults };
  expect(countVitest(report)).toEqual({ passed: 2, failed: 2 });
});

test("a flaky browser test passed, an error outside of tests failed", () => {
  const stats = { expected: 3, flaky: 1, unexpected: 2, skipped: 4 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3 });
});

test("a runner that dies without a report is a failure", async () => {
  expect(await readCounts("/nonexistent/report.json", countVitest, 1)).toEqual({
    passed: 0,
    failed: 1,
  });
});
