import { expect, test } from "vitest";
import { readEnv } from "@/server/infra/env";

test("without variables it listens on 127.0.0.1:3000 and calls itself localhost", () => {
  expect(readEnv({})).toMatchObject({
    PORT: 3000,
    HOST: "127.0.0.1",
    publicUrl: "http://localhost:3000",
    egressAllow: [],
    oidc: null,
  });
});

test("an empty variable counts as unset", () => {
  expect(readEnv({ PORT: "", PUBLIC_URL: "" }).publicUrl).toBe("http://localhost:3000");
});

test("the public address loses its trailing slash and the case of its host", () => {
  expect(readEnv({ PUBLIC_URL: "https://Gate.Example.com/" }).publicUrl).toBe(
    "https://gate.example.com",
  );
});

test.each([
  ["PORT", { PORT: "http" }],
  ["PORT", { PORT: "70000" }],
  ["PUBLIC_URL", { PUBLIC_URL: "gate.example.com" }],
  ["PUBLIC_URL", { PUBLIC_URL: "ftp://gate.example.com" }],
  ["PUBLIC_URL", { PUBLIC_URL: "https://gate.example.com/portal" }],
  ["AUTH_SECRET", { AUTH_SECRET: "short" }],
  ["ADMIN_PASSWORD", { ADMIN_PASSWORD: "short" }],
  ["OIDC", { OIDC_ISSUER: "https://id.example.com" }],
])("a bad %s is answered with a sentence that names it", (name, source) => {
  expect(() => readEnv(source)).toThrow(name);
});

test("allowed private addresses are read as a list", () => {
  expect(readEnv({ EGRESS_ALLOW: "10.0.0.5:8080, Tools.Internal:443 ," }).egressAllow).toEqual([
    "10.0.0.5:8080",
    "tools.internal:443",
  ]);
});
