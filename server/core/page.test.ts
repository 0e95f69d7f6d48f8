import { expect, test } from "vitest";
import { decodeCursor, encodeCursor, toPage } from "@/server/core/page";

test("a cursor comes back as the parts it was made of", () => {
  const parts = ["2026-11-20T09:00:00.000Z", "a/b+c="];
  expect(decodeCursor(encodeCursor(parts), 2)).toEqual(parts);
});

test.each([
  "",
  "nonsense",
  encodeCursor(["one"]),
  Buffer.from("[1,2]").toString("base64url"),
  "A".repeat(600),
])("the cursor %j is refused with a sentence", (cursor) => {
  expect(() => decodeCursor(cursor, 2)).toThrow("not one of ours");
});

test("one row more than the limit makes a next cursor, and is not shown", () => {
  const page = toPage(["a", "b", "c"], 2, (row) => [row]);
  expect(page.items).toEqual(["a", "b"]);
  expect(decodeCursor(page.nextCursor ?? "", 1)).toEqual(["b"]);
  expect(toPage(["a", "b"], 2, (row) => [row]).nextCursor).toBeNull();
});
