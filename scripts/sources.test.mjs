import { expect, test } from "vitest";
import { isSource } from "./sources.mjs";

test.each(["app/page.tsx", "server/main.ts", "server/infra"])("%s is part of a build", (path) => {
  expect(isSource(path)).toBe(true);
});

test.each(["server/a.test.ts", "server/a.db.test.ts", "server/infra/generated", "server/testing"])(
  "%s is not",
  (path) => {
    expect(isSource(path)).toBe(false);
  },
);
