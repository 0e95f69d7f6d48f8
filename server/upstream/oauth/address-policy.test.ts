import { beforeEach, expect, test } from "vitest";
import { setEgressAllow } from "@/server/infra/egress-allow";
import { checkEndpoint, checkIssuer } from "@/server/upstream/oauth/address-policy";

beforeEach(() => setEgressAllow(["127.0.0.1:4000", "localhost:4000", "intern.example:80"]));

test.each([
  "https://auth.example.com/authorize",
  "https://auth.example.com:8443/a/b?tenant=x&y=%20z",
  "http://127.0.0.1:4000/authorize",
  "http://localhost:4000/authorize",
])("%s may be used, unchanged", (address) => {
  expect(checkEndpoint(address, "token_endpoint")).toBe(address);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "\tjavascript:alert(1)",
  " https://auth.example.com/",
  "data:text/html,x",
  "file:///etc/passwd",
  "vbscript:x",
  "blob:https://auth.example.com/x",
  "about:blank",
  "ftp://auth.example.com/",
  "//auth.example.com/authorize",
  "/authorize",
  "https:auth.example.com/authorize",
  "https://",
  "",
  "http://auth.example.com/authorize",
  "http://intern.example/authorize",
  "http://127.0.0.1.evil.example:4000/authorize",
  "http://localhost.evil.example:4000/authorize",
  "https://user:pass@auth.example.com/",
  "https://auth.example.com@evil.example/",
  "https://auth.example.com/#x",
  "https://auth.example.com/$(id)",
  "https://auth.example.com/`id`",
  "https://auth.example.com/a;id",
  "https://auth.example.com/a|id",
  "https://auth.example.com\\@evil.example/",
  'https://auth.example.com/"><script>',
  "https://auth.example.com/a b",
  "https://auth.example.com/\r\nx",
  "https://аuth.example.com/",
  `https://auth.example.com/${"a".repeat(2_100)}`,
])("T46: %j is refused", (address) => {
  expect(() => checkEndpoint(address, "authorization_endpoint")).toThrowError(
    expect.objectContaining({
      code: "upstream_invalid",
      details: { reason: "address", name: "authorization_endpoint" },
    }),
  );
});

test.each([
  "https://127.0.0.1/token",
  "https://[::1]/token",
  "https://10.0.0.8/token",
  "https://2130706433/token",
  "https://169.254.169.254/latest",
  "http://127.0.0.1:4001/token",
  "http://[::1]:4000/token",
])("T45: %s is not contacted", (address) => {
  expect(() => checkEndpoint(address, "token_endpoint")).toThrowError(
    expect.objectContaining({ code: "egress_blocked" }),
  );
});

test("an issuer has no query", () => {
  expect(() => checkIssuer("https://auth.example.com/?x")).toThrowError(/issuer/);
  expect(checkIssuer("https://auth.example.com/tenant/")).toBe("https://auth.example.com/tenant/");
});
