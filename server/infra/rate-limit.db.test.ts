import { expect, test } from "vitest";
import { AppError } from "@/server/core/errors";
import { clearPoints, takePoint } from "@/server/infra/rate-limit";

const limit = { name: "test", points: 3, seconds: 900 };

test("the fourth attempt is refused with the seconds to wait, for that key alone", async () => {
  for (const _ of [1, 2, 3]) await takePoint(limit, "ana");
  const refused = await takePoint(limit, "ana").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: "rate_limited" });
  expect((refused as AppError).retryAfter).toBeGreaterThan(800);
  await takePoint(limit, "ben");
});

test("concurrent attempts do not slip past the limit", async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, () => takePoint(limit, "race")),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(3);
});

test("a success gives the attempts back", async () => {
  for (const _ of [1, 2, 3]) await takePoint(limit, "eva");
  await clearPoints(limit, "eva");
  await takePoint(limit, "eva");
});
