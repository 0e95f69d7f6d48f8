import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseRing } from "@/server/infra/keys";

const key = () => randomBytes(32).toString("base64");

test("the first key is active and the others still open", () => {
  const ring = parseRing(`k2:${key()},k1:${key()}`);
  expect(ring.active.id).toBe("k2");
  expect([...ring.byId.keys()]).toEqual(["k2", "k1"]);
});

test("one key under two ids refuses to start: replacing it by itself replaces nothing", () => {
  const same = key();
  expect(() => parseRing(`k2:${same},k1:${same}`)).toThrow("one key under two ids");
});

test.each([
  ["missing", undefined],
  ["empty", ""],
  ["short", `k1:${randomBytes(16).toString("base64")}`],
  ["long", `k1:${randomBytes(64).toString("base64")}`],
  ["all zero", `k1:${Buffer.alloc(32).toString("base64")}`],
  ["one letter repeated", `k1:${Buffer.alloc(32, "a").toString("base64")}`],
  ["counted", `k1:${Buffer.from(Array.from({ length: 32 }, (_, n) => n)).toString("base64")}`],
  ["typed", `k1:${Buffer.from("correct horse battery staple 123").toString("base64")}`],
  ["hexadecimal", `k1:${Buffer.from(randomBytes(16).toString("hex")).toString("base64")}`],
  ["without id", key()],
  ["two keys of one id", `k1:${key()},k1:${key()}`],
  ["not base64", "k1:***"],
])("a %s key refuses to start", (_, value) => {
  expect(() => parseRing(value)).toThrow(/ENCRYPTION_KEYS/);
});
