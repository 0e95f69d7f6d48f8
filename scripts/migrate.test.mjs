import { expect, test } from "vitest";
import { pendingMigrations } from "./migrate.mjs";

const ours = ["a", "b"].map((name) => ({ name, sql: "", checksum: `sum-${name}` }));
const applied = (name, rest = {}) => ({
  migration_name: name,
  checksum: `sum-${name}`,
  finished_at: new Date(0),
  ...rest,
});

test("what has no row is pending, in order", () => {
  expect(pendingMigrations(ours, [])).toEqual(ours);
  expect(pendingMigrations(ours, [applied("a")])).toEqual([ours[1]]);
  expect(pendingMigrations(ours, [applied("a"), applied("b")])).toEqual([]);
});

test("a migration changed after it was applied is refused", () => {
  expect(() => pendingMigrations(ours, [applied("a", { checksum: "x" })])).toThrow("was changed");
});

test("a database of a newer version is refused", () => {
  expect(() => pendingMigrations(ours, [applied("c")])).toThrow("another version of Gatehouse");
});

test("a migration that Prisma left half-way is refused", () => {
  expect(() => pendingMigrations(ours, [applied("a", { finished_at: null })])).toThrow("half-way");
});
