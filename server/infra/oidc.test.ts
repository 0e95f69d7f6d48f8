import { expect, test } from "vitest";
import { readEnv } from "./env";

const provider = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "gatehouse",
  OIDC_CLIENT_SECRET: "secret",
};

test("without variables there is no single sign-on, with the three there is, and passwords stay", () => {
  expect(readEnv({}).oidc).toBeNull();
  const plain = { only: false, trustEmail: false, joins: [] };
  expect(readEnv(provider).oidc).toMatchObject(plain);
});

test("without passwords the provider's word for an address counts", () => {
  expect(readEnv({ ...provider, OIDC_ONLY: "true" }).oidc).toMatchObject({
    ...{ only: true, trustEmail: true },
  });
});

test("domains join projects with roles", () => {
  const OIDC_JOIN = "Example.com=support:member, example.com=tools:editor,";
  expect(readEnv({ ...provider, OIDC_JOIN }).oidc?.joins).toEqual([
    { domain: "example.com", project: "support", role: "member" },
    { domain: "example.com", project: "tools", role: "editor" },
  ]);
});

test.each([
  ["a rule without a role", { ...provider, OIDC_JOIN: "example.com=support" }],
  ["a pattern", { ...provider, OIDC_JOIN: "*.example.com=support:member" }],
  ["a domain that is all of them", { ...provider, OIDC_JOIN: "com=support:member" }],
  ["a word that is neither true nor false", { ...provider, OIDC_ONLY: "yes" }],
  ["the only way in without a provider", { OIDC_ONLY: "true" }],
  ["domains without a provider", { OIDC_JOIN: "example.com=support:member" }],
])("%s stops the start with a sentence", (_, vars) => {
  expect(() => readEnv(vars)).toThrow(/OIDC_/);
});
