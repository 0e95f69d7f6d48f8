import { expect, test } from "vitest";
import { readChallenge } from "@/server/upstream/oauth/challenge";

const url = "https://mcp.example.com/.well-known/oauth-protected-resource";

test.each([
  [`Bearer resource_metadata="${url}"`],
  [`bearer   RESOURCE_METADATA = "${url}"`],
  [`Bearer realm="a, b=\\"c\\"", error="invalid_token",resource_metadata="${url}"`],
  [`Basic realm="x", Bearer resource_metadata="${url}"`],
  [`Negotiate YWJj==, Bearer resource_metadata="${url}", Digest nonce="Bearer"`],
  [`Bearer error="invalid_token" resource_metadata="${url}"`],
  [`Bearer resource_metadata="${url}", resource_metadata="https://evil.example"`],
])("the address of the metadata is found in %s", (header) => {
  expect(readChallenge(header)?.resourceMetadata).toBe(url);
});

test.each([
  [undefined],
  [""],
  ["Basic realm=x"],
  [`Basic resource_metadata="${url}"`],
  [`Bearerish resource_metadata="${url}"`],
  [`Basic realm="Bearer resource_metadata=${url}"`],
  ['Bearer resource_metadata="unclosed'],
  [`Bearer resource_metadata="${"a".repeat(9_000)}"`],
])("no address is read from %s", (header) => {
  expect(readChallenge(header)?.resourceMetadata ?? null).toBeNull();
});

test("scopes are split, and what is no scope is dropped", () => {
  const header = 'Bearer scope="files:read  files:read\tx files:write", error="insufficient_scope"';
  expect(readChallenge(header)).toEqual({
    resourceMetadata: null,
    scopes: ["files:read", "files:write"],
    error: "insufficient_scope",
  });
});

test("an error that is no code is not passed on", () => {
  expect(readChallenge('Bearer error="<script>alert(1)</script>"')?.error).toBeNull();
});

test("a hostile header is read in time", () => {
  const started = performance.now();
  for (const piece of ['"', "\\", 'a="', "a=", ", ", "Bearer ", "a = "])
    readChallenge(`Bearer ${piece.repeat(8_000 / piece.length)}`);
  expect(performance.now() - started).toBeLessThan(200);
});
