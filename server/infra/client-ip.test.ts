import { expect, test } from "vitest";
import { clientIp } from "./client-ip";

const forwarded = (value: string) => new Headers({ "x-forwarded-for": value });

test("an entry a client wrote itself is not believed", () => {
  expect(clientIp(forwarded("6.6.6.6, 10.0.0.1"), 0)).toBe("10.0.0.1");
  expect(clientIp(forwarded("6.6.6.6, 10.0.0.1"), 1)).toBe("10.0.0.1");
});

test("behind two proxies the entry the outer one saw counts", () => {
  expect(clientIp(forwarded("6.6.6.6, 203.0.113.9, 10.0.0.1"), 2)).toBe("203.0.113.9");
});

test("a chain shorter than promised gives its first entry, no header gives null", () => {
  expect(clientIp(forwarded("203.0.113.9"), 3)).toBe("203.0.113.9");
  expect(clientIp(new Headers(), 0)).toBeNull();
});
