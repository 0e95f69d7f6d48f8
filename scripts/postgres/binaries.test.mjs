import { expect, test } from "vitest";
import { unsupportedReason } from "./binaries.mjs";

test("Linux with a current glibc and macOS are supported", () => {
  expect(unsupportedReason({ platform: "linux", arch: "x64", glibc: "2.36" })).toBeUndefined();
  expect(
    unsupportedReason({ platform: "darwin", arch: "arm64", glibc: undefined }),
  ).toBeUndefined();
});

test.each([
  [{ platform: "linux", arch: "x64", glibc: undefined }, "musl"],
  [{ platform: "linux", arch: "arm64", glibc: "2.17" }, "glibc 2.27 or newer, found 2.17"],
  [{ platform: "win32", arch: "arm64", glibc: undefined }, "win32-arm64"],
  [{ platform: "linux", arch: "riscv64", glibc: "2.36" }, "linux-riscv64"],
])("on %o it says why, and to set DATABASE_URL", (host, words) => {
  expect(unsupportedReason(host)).toContain(words);
  expect(unsupportedReason(host)).toContain("Set DATABASE_URL");
});
