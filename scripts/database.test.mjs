import { expect, test } from "vitest";
import { checkDatabase, explainConnection, unfitReason } from "./database.mjs";

const fit = { replica: false, readonly: false, version: 170_000, creates: true };

test("a writable primary of a supported version is fit", () => {
  expect(unfitReason(fit, "h")).toBeUndefined();
});

test.each([
  [{ replica: true }, "read replica"],
  [{ readonly: true }, "read-only"],
  [{ version: 130_000 }, "older than PostgreSQL 14"],
  [{ creates: false }, "may not create tables"],
  [{ creates: null }, "may not create tables"],
])("a database with %o is refused", (difference, words) => {
  expect(unfitReason({ ...fit, ...difference }, "h")).toContain(words);
});

test("a failed connection is told without the password", async () => {
  const attempt = checkDatabase("postgresql://user:geheim@127.0.0.1:1/gatehouse");
  await expect(attempt).rejects.toThrow(
    "The database at 127.0.0.1:1/gatehouse cannot be reached (ECONNREFUSED)",
  );
  expect(explainConnection({ code: "28P01", message: "geheim" }, "h")).not.toContain("geheim");
});

test("something that is no address is called so", async () => {
  await expect(checkDatabase("my database")).rejects.toThrow("is not an address");
});
