import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readSettings } from "./settings.mjs";

test("nothing set means 127.0.0.1:3000 and the embedded database in .data", () => {
  expect(readSettings({})).toEqual({
    host: "127.0.0.1",
    port: 3000,
    dataDir: resolve(".data"),
    databaseUrl: undefined,
    production: false,
  });
});

test("an empty variable is an unset one", () => {
  expect(readSettings({ PORT: "", DATABASE_URL: "", HOST: "" }).port).toBe(3000);
});

test.each(["abc", "-1", "65536", "80.5"])("PORT=%s is refused", (port) => {
  expect(() => readSettings({ PORT: port })).toThrow("PORT must be a number");
});

test("production with a database of one's own needs its keys from outside", () => {
  const env = { NODE_ENV: "production", DATABASE_URL: "postgresql://h/d" };
  expect(() => readSettings(env)).toThrow("set ENCRYPTION_KEYS");
  expect(readSettings({ ...env, ENCRYPTION_KEYS: "k:x" }).production).toBe(true);
  expect(readSettings({ NODE_ENV: "production" }).databaseUrl).toBeUndefined();
});
