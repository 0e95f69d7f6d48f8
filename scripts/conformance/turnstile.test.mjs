import { expect, onTestFinished, test } from "vitest";
import { openTurnstile, waitForTurn } from "./turnstile.mjs";

test("only so many are through at once, and one that leaves lets the next in", async () => {
  const turnstile = await openTurnstile(2);
  onTestFinished(turnstile.close);
  const order = [];
  const visit = async (name) => {
    const leave = await waitForTurn(turnstile.port);
    order.push(name);
    return () => {
      order.push(`not ${name}`);
      leave();
    };
  };
  const [leaveFirst, leaveSecond] = [await visit("a"), await visit("b")];
  const third = visit("c");
  leaveFirst();
  const leaveThird = await third;
  leaveSecond();
  leaveThird();
  expect(order).toEqual(["a", "b", "not a", "c", "not b", "not c"]);
});
