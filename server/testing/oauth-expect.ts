import { expect } from "vitest";

/** An OAuth error as the token endpoint gives it: JSON that nobody stores. */
export async function expectRefused(response: Response, error: string, status = 400) {
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error });
  expect(response.headers.get("cache-control")).toBe("no-store");
}
