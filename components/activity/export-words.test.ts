import { expect, test } from "vitest";
import { loadCallFilter, toCallFilter } from "./call-filter-params";
import { toExportWords } from "./export-words";

test.each([
  "",
  "?within=7d&tool=search&min=0&max=20",
  "?within=custom",
  "?from=2026-01-01T00:00:00.000Z&q=a%26b,c",
  "?outcome=failed,timed_out&only=redacted&client=Claude&error=x",
  "?person=0199f1de-7b1c-7a30-8b7c-3d1d4a3b2c1d&endpoint=not-an-id",
])("the export of the page at %j asks for the filter of the page", (address) => {
  const filter = toCallFilter(loadCallFilter(address));
  const again = `?${new URLSearchParams(toExportWords(filter))}`;
  expect(toCallFilter(loadCallFilter(again))).toEqual(filter);
});
