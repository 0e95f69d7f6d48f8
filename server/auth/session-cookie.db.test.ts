import { afterEach, expect, test, vi } from "vitest";
import { forget } from "@/server/core/shared";
import { cookies, parseCookies, readSessionToken, sessionCookie } from "./session-cookie";

afterEach(() => {
  vi.unstubAllEnvs();
  forget("env");
});

test("over https every cookie is bound to this host and to encrypted connections (T29)", async () => {
  vi.stubEnv("PUBLIC_URL", "https://gatehouse.example");
  forget("env");
  for (const { name, options } of Object.values(cookies())) {
    expect(name).toMatch(/^__Host-/);
    expect(options).toMatchObject({ secure: true, httpOnly: true, sameSite: "lax", path: "/" });
    expect(options).not.toHaveProperty("domain");
  }
  expect(await sessionCookie("token")).toMatch(
    /^__Host-gatehouse\.session=.*; Path=\/; .*HttpOnly; SameSite=Lax; Secure$/,
  );
});

test("a session token survives its cookie, and no other text is one", async () => {
  const cookie = (await sessionCookie("the token")).split(";")[0] ?? "";
  expect(cookie).not.toContain("the token");
  expect(await readSessionToken(`a=b; ${cookie}; c=d`)).toBe("the token");
  expect(await readSessionToken(cookie.slice(0, -3))).toBeNull();
});

test("a cookie sealed with another secret is nobody's", async () => {
  const cookie = (await sessionCookie("the token")).split(";")[0] ?? "";
  vi.stubEnv("AUTH_SECRET", "another secret of more than 32 letters");
  forget("env");
  expect(await readSessionToken(cookie)).toBeNull();
});

test("odd cookie headers are read without failing", () => {
  expect(parseCookies("a=1; a=2; =x; b; c=%E0%A4%A; d=%20")).toEqual({
    a: "1",
    c: "%E0%A4%A",
    d: " ",
  });
  expect(parseCookies(null)).toEqual({});
});
