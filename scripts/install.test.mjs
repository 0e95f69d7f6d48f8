import { expect, test } from "vitest";
import { isInstalled } from "./install.mjs";

const lock = (packages) => JSON.stringify({ packages: { "": { name: "gatehouse" }, ...packages } });
const next = { "node_modules/next": { version: "1.0.0", integrity: "sha512-a" } };
const tool = { "node_modules/tool": { version: "2.0.0", integrity: "sha512-b", dev: true } };
const mac = { "node_modules/mac": { version: "3.0.0", integrity: "sha512-c", optional: true } };

test("an installation of exactly the lockfile needs nothing", () => {
  expect(isInstalled(lock({ ...next, ...tool }), lock({ ...next, ...tool }))).toBe(true);
});

test("packages of other platforms may be absent", () => {
  expect(isInstalled(lock({ ...next, ...mac }), lock(next))).toBe(true);
});

test("packages for development may not", () => {
  expect(isInstalled(lock({ ...next, ...tool }), lock(next))).toBe(false);
});

test("another version is another installation", () => {
  const older = { "node_modules/next": { version: "0.9.0", integrity: "sha512-z" } };
  expect(isInstalled(lock(next), lock(older))).toBe(false);
});
