import { describe, expect, test } from "vitest";
import { readPair, writePair } from "./pair";

describe("a pair of tokens", () => {
  test("is read as it was written, with or without a refresh token", () => {
    for (const refreshToken of ["r", null]) {
      const pair = { accessToken: "a", refreshToken };
      expect(readPair(writePair(pair))).toEqual(pair);
    }
  });

  test("is nothing else, and the error quotes none of it (T83)", () => {
    for (const text of ["canary", "", "null", '{"accessToken":"","refreshToken":"canary"}', "[]"]) {
      expect(() => readPair(text)).toThrow(/^what is sealed is no pair of tokens$/);
    }
  });
});
