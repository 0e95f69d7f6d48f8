import { describe, expect, test } from "vitest";
import { hintOf } from "@/server/credentials/headers";
import { Authentication, HeaderName } from "@/server/credentials/schema";

describe("what people paste", () => {
  test.each([
    ["abc.def-123", "abc.def-123"],
    ["  abc123\n", "abc123"],
    ["Bearer abc123", "abc123"],
    ["id:secret|x==", "id:secret|x=="],
  ])("%j is the token %j", (pasted, token) => {
    const parsed = Authentication.parse({ method: "bearer", token: pasted });
    expect(parsed).toEqual({ method: "bearer", token });
  });

  test.each(["", "   ", "two words", "a\r\nX-Evil: 1", "täst", "x".repeat(9000)])(
    "%j is no token",
    (token) => {
      expect(Authentication.safeParse({ method: "bearer", token }).success).toBe(false);
    },
  );

  test.each(["X-API-Key", "Authorization", "api_key"])("%s may carry a credential", (name) => {
    expect(HeaderName.safeParse(name).success).toBe(true);
  });

  test.each(["Host", "content-length", "Mcp-Session-Id", "Cookie", "X Y", "X:Y", "X\r\nY", ""])(
    "%j may not",
    (name) => {
      expect(HeaderName.safeParse(name).success).toBe(false);
    },
  );

  test("a header's value has no line break", () => {
    const header = { method: "header", name: "X-Key", value: "a\r\nX-Evil: 1" };
    expect(Authentication.safeParse(header).success).toBe(false);
  });
});

test("the hint of a short secret is empty", () => {
  expect(hintOf("hunter2")).toBe("");
  expect(hintOf("a-much-longer-x9f2")).toBe("x9f2");
});
