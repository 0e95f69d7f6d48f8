import { expect, test } from "vitest";
import { newId, newSlug, randomToken, sha256, slugify } from "@/server/core/ids";

test("an id is a UUIDv7 that carries its time", () => {
  const at = Date.UTC(2026, 10, 20);
  const id = newId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
});

test("a later id sorts after an earlier one", () => {
  expect(newId(2) > newId(1)).toBe(true);
});

test("slugs and tokens do not repeat and hold no look-alikes", () => {
  const slugs = new Set(Array.from({ length: 1000 }, newSlug));
  expect(slugs.size).toBe(1000);
  for (const slug of slugs) expect(slug).toMatch(/^[abcdefghijkmnpqrstuvwxyz2-9]{10}$/);
  expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test.each([
  ["Support tools (EU)", "support-tools-eu"],
  ["  Café — Zürich  ", "cafe-zurich"],
  ["日本", ""],
  ["a".repeat(60), "a".repeat(40)],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
])("the slug of %j is %j", (name, slug) => {
  expect(slugify(name)).toBe(slug);
});

test("a hash is the SHA-256 in hex", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
