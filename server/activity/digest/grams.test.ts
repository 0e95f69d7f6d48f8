import { expect, test } from "vitest";
import { Bits, blocksIn, both, bytesPerGram, either, gramsOf, inAll } from "./grams";

function slicesOf(bits: Bits, text: string): Uint8Array {
  const slices = gramsOf(text).map((gram) =>
    bits.bytes.subarray(gram * bytesPerGram, (gram + 1) * bytesPerGram),
  );
  return Uint8Array.from(slices.flatMap((slice) => [...slice]));
}

/** The first of these blocks of texts is number 0. */
function bitsOf(...blocks: string[][]): Bits {
  const bits = new Bits();
  for (const [block, texts] of blocks.entries()) {
    for (const text of texts) bits.add(text);
    bits.end(block);
  }
  return bits;
}

const letters = 'aBc9 é{"\\\u212a\u0130ß漢';
const random = (length: number) =>
  Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join("");

test("a block whose text contains what was searched for is never left out", () => {
  for (let round = 0; round < 300; round++) {
    const text = random(60);
    const begin = Math.floor(Math.random() * 50);
    const part = text.slice(begin, begin + 4 + Math.floor(Math.random() * 10));
    const bits = bitsOf([random(40)], [text], [random(40)]);
    for (const asked of [part, part.replace(/[a-z]/g, (one) => one.toUpperCase())]) {
      if (gramsOf(asked).length === 0) continue;
      expect(blocksIn(inAll(slicesOf(bits, asked)))).toContain(1);
    }
  }
});

test("blocks without the text are left out", () => {
  const bits = bitsOf(["the quota is used up"], ["a flight to Zanzibar"], ["nothing"]);
  expect(blocksIn(inAll(slicesOf(bits, "zanzibar")))).toEqual([1]);
});

test("a Kelvin sign is found by a k, as the database finds it", () => {
  const bits = bitsOf(["300 \u212aelvin"]);
  expect(blocksIn(inAll(slicesOf(bits, "kelvin")))).toEqual([0]);
  expect(gramsOf("\u212aab")).toEqual([]);
});

test.each(["", "abc", "日本語の文", "abé c"])("%j is too short to tell blocks apart", (text) => {
  expect(gramsOf(text)).toEqual([]);
});

test("sets of blocks are joined and crossed", () => {
  const [first, second] = [new Uint8Array(bytesPerGram), new Uint8Array(bytesPerGram)];
  first[0] = 0b011;
  second[0] = 0b110;
  expect(blocksIn(either([first, second]))).toEqual([0, 1, 2]);
  expect(blocksIn(both([first, second]))).toEqual([1]);
});
