import { expect, test } from "vitest";
import { pagePolicy } from "./page-policy";

test("scripts run by nonce alone, and no page stands in a frame (T18)", () => {
  const policy = pagePolicy("/login", "abc", false);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-eval|ws:|script-src[^;]*unsafe-inline/);
});

test("forms go nowhere else, except that consent may lead back to an app", () => {
  expect(pagePolicy("/login", "abc", false)).toContain("form-action 'self'");
  expect(pagePolicy("/consent", "abc", false)).toContain("form-action 'self'");
  expect(pagePolicy("/consent/xyz", "abc", false)).not.toContain("form-action");
});
