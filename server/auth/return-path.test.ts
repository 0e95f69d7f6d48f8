import { expect, test } from "vitest";
import { returnPath } from "./return-path";

test.each([["/projects/acme/servers?tab=tools#x"], ["/consent/abc?x=1"], ["/"], ["/a//b"]])(
  "%s is where the person returns",
  (path) => {
    expect(returnPath(path)).toBe(path);
  },
);

test.each([
  ["//evil.example"],
  ["/\\evil.example"],
  ["\\\\evil.example"],
  ["https://evil.example"],
  ["javascript:alert(1)"],
  ["/\t/evil.example"],
  ["/\n/evil.example"],
  ["/.//evil.example"],
  ["/..//evil.example"],
  ["/%09\\evil.example"],
  [" //evil.example"],
  ["evil.example"],
  [""],
  [undefined],
  [["/a", "/b"]],
  [`/${"a".repeat(3_000)}`],
])("%s leads to the start instead (T25)", (next) => {
  expect(returnPath(next)).toBe("/");
});
