import { expect, test } from "vitest";
import { addressesIn } from "./addresses";

test.each([
  ["", []],
  ["sam@example.com", ["sam@example.com"]],
  [
    "a@example.com, b@example.com;c@example.com\n d@example.com",
    ["a", "b", "c", "d"].map((one) => `${one}@example.com`),
  ],
  ["A@Example.com a@example.com", ["a@example.com"]],
  ["Sam Roe <sam@example.com>, Lea Roth <lea@example.com>", ["sam@example.com", "lea@example.com"]],
  ["no address", ["no", "address"]],
])("%j holds %j", (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses);
});
