import { expect, test } from "vitest";
import { normaliseResource, slugOf } from "@/server/oauth/addresses";
import { authorizeParams, tokenParams } from "@/server/oauth/authorize-params";

const from = (query: string) => Object.fromEntries(authorizeParams(new URLSearchParams(query)));

test("a request without scope gets the one there is", () => {
  expect(from("client_id=c")).toEqual({ client_id: "c", scope: "mcp", prompt: "consent" });
});

test.each([
  ["openid profile mcp", "mcp"],
  ["offline_access", "mcp offline_access"],
  ["mcp offline_access mcp", "mcp offline_access"],
  ["claudeai", "mcp"],
])("of the scopes %j the known ones are kept", (asked, kept) => {
  expect(from(`scope=${encodeURIComponent(asked)}`)["scope"]).toBe(kept);
});

test("parameters of OpenID Connect are ignored, those that would change the request are refused by name", () => {
  const params = from(
    "nonce=n&max_age=0&id_token_hint=x&claims=%7B%7D&acr_values=a&request_uri=u&request=r",
  );
  expect(params).toEqual({ request_uri: "u", request: "r", scope: "mcp", prompt: "consent" });
});

test("only prompt=none says something the server does not do anyway", () => {
  expect(from("prompt=login")["prompt"]).toBe("consent");
  expect(from("prompt=none")["prompt"]).toBe("none");
});

test("other response modes than query are refused", () => {
  expect(from("response_mode=query")["response_mode"]).toBe("query");
  expect(from("response_mode=form_post")["response_mode"]).toBe("unsupported");
});

test("doubled parameters stay doubled, so that the provider refuses them", () => {
  const params = authorizeParams(new URLSearchParams("client_id=a&client_id=b"));
  expect(params.getAll("client_id")).toEqual(["a", "b"]);
});

test.each([
  ["HTTP://LOCALHOST:3000/mcp/Support", "http://localhost:3000/mcp/Support"],
  ["https://Example.com/MCP/a%2Fb?Q=1", "https://example.com/MCP/a%2Fb?Q=1"],
  ["nonsense", "nonsense"],
])("of a resource only scheme and host are normalised: %s", (given, normalised) => {
  expect(normaliseResource(given)).toBe(normalised);
});

test("a token request keeps everything but the spelling of its resource", () => {
  const params = tokenParams(
    new URLSearchParams("scope=a%20b&resource=HTTP%3A%2F%2FA.example%2Fx"),
  );
  expect([...params]).toEqual([
    ["scope", "a b"],
    ["resource", "http://a.example/x"],
  ]);
});

test.each([
  ["http://localhost:3000/mcp/support-k3x9", "support-k3x9"],
  ["http://localhost:3000/mcp/support-k3x9/", null],
  ["http://localhost:3000/mcp/support-k3x9?x=1", null],
  ["http://localhost:3000/mcp/", null],
  ["http://localhost:3000/mcp/a/b", null],
  ["http://localhost:3001/mcp/support-k3x9", null],
  ["http://localhost:3000.evil.example/mcp/a", null],
])("the resource %s names the endpoint %s", (resource, slug) => {
  expect(slugOf(resource)).toBe(slug);
});
