import { expect, test } from "vitest";
import { LargeAnswer } from "./large-answers";

const mega = 1 << 20;

/** Answers of one server, each asking for room at once; `heard` tells which were let in later. */
function ask(server: string, sizes: readonly number[]) {
  const heard: number[] = [];
  const answers = sizes.map((size, index) => {
    const answer = new LargeAnswer(server);
    answer.take(size * mega, () => heard.push(index));
    return answer;
  });
  return { answers, heard, held: () => answers.map((one) => one.isHeld) };
}

test("one server takes half of the room, and another still finds some", () => {
  const evil = ask("evil", [10, 6, 1, 5]);
  expect(evil.held()).toEqual([true, true, false, false]);
  const good = ask("good", [8]);
  expect(good.held()).toEqual([true]);
  for (const one of [...evil.answers, ...good.answers]) one.release();
});

test("those who wait are let in as they came, once there is room", () => {
  const a = ask("a", [16]);
  const b = ask("b", [16]);
  const late = [ask("c", [4]), ask("d", [16]), ask("e", [2])];
  expect(late.map((one) => one.held())).toEqual([[false], [false], [false]]);
  a.answers[0]?.release();
  expect(late.map((one) => one.heard)).toEqual([[0], [], [0]]);
  b.answers[0]?.release();
  expect(late[1]?.heard).toEqual([0]);
  for (const { answers } of late) answers[0]?.release();
});

test("who gives up while waiting is not let in, and giving back twice frees nothing twice", () => {
  const first = ask("a", [32]);
  const second = ask("b", [20]);
  const third = ask("c", [20]);
  second.answers[0]?.release();
  first.answers[0]?.release();
  first.answers[0]?.release();
  expect([second.heard, third.heard]).toEqual([[], [0]]);
  const fourth = ask("d", [20]);
  expect(fourth.held()).toEqual([false]);
  for (const { answers } of [third, fourth]) answers[0]?.release();
});

test("an answer larger than the whole room is held alone", () => {
  const vast = ask("x", [200]);
  expect(vast.held()).toEqual([true]);
  const next = ask("y", [1]);
  expect(next.held()).toEqual([false]);
  vast.answers[0]?.release();
  expect(next.held()).toEqual([true]);
  next.answers[0]?.release();
});
