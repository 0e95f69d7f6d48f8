import { expect, test } from "vitest";
import { AppError, toAppError } from "@/server/core/errors";

test("an unknown error says nothing of itself outside", () => {
  const known = toAppError(new Error("connect ECONNREFUSED 10.0.0.7:5432 password=hunter2"));
  expect(known.code).toBe("internal");
  expect(known.message).not.toContain("hunter2");
  expect(known.cause).toBeInstanceOf(Error);
});

test("an AppError of the other bundle keeps its code, message and seconds", () => {
  class AppErrorOfAnotherBundle extends Error {
    override name = "AppError";
    code = "rate_limited";
    details = { a: 1 };
    retryAfter = 7;
  }
  const known = toAppError(new AppErrorOfAnotherBundle("Too many attempts."));
  expect(known).toMatchObject({
    code: "rate_limited",
    message: "Too many attempts.",
    retryAfter: 7,
    details: { a: 1 },
  });
});

test("an AppError is passed on as it is", () => {
  const error = new AppError("not_found", "There is no such server.");
  expect(toAppError(error)).toBe(error);
});
