import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { countChecks, passes, readResults, scoredIn, sum, toRows } from "./results.mjs";

const checks = (...statuses) => statuses.map((status, index) => ({ id: `c${index}`, status }));

test("notes about the wire are no checks, and what was skipped has not passed", () => {
  expect(
    countChecks(checks("SUCCESS", "INFO", "SKIPPED", "FAILURE", "WARNING", "SUCCESS")),
  ).toEqual({ passed: 2, failed: 1, warned: 1, skipped: 1 });
});

test("only what a revision requires of the role is scored", () => {
  const listing = [
    "Required for 2025-11-25 (3 scenarios, frozen; run at the 2025-11-25 wire):",
    "",
    "Server scenarios (test against a server):",
    "  - ping",
    "",
    "Client scenarios (test against a client):",
    "  - initialize",
    "  - auth/basic-cimd",
    "",
    "Run and reported, but never scored:",
    "  extension (1):",
    "    - auth/dpop [client]",
  ].join("\n");
  expect([...scoredIn(listing, "client")]).toEqual(["initialize", "auth/basic-cimd"]);
  expect([...scoredIn(listing, "server")]).toEqual(["ping"]);
});

test("a scored scenario that did not run does not pass", () => {
  const results = new Map([
    ["z", checks("SUCCESS")],
    ["a", checks("SUCCESS", "FAILURE")],
    ["extra", checks("FAILURE")],
  ]);
  const rows = toRows(results, new Set(["z", "a", "absent"]));
  expect(rows.map((row) => [row.name, row.scored, passes(row)])).toEqual([
    ["z", true, true],
    ["a", true, false],
    ["absent", true, false],
    ["extra", false, false],
  ]);
  expect(sum(rows)).toEqual({ passed: 2, failed: 2, warned: 0, skipped: 0 });
});

test("a failed check is told with what the suite says of it", () => {
  const fault = { id: "x", status: "FAILURE", errorMessage: "no header", description: "d" };
  const [row] = toRows(new Map([["s", [fault]]]), new Set());
  expect(row?.faults).toEqual(["x: no header"]);
});

test("results are found under the scenario's name, however deep, without the time of the run", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-results-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const names = [
    "auth/basic-cimd-2026-11-21T09-54-00-015Z",
    "server-ping-2026-11-21T09-54-00-015Z",
  ];
  for (const name of names) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, "checks.json"), JSON.stringify(checks("SUCCESS")));
  }
  const results = await readResults(folder);
  expect([...results.keys()].sort()).toEqual(["auth/basic-cimd", "ping"]);
});
