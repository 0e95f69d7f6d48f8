import fc from "fast-check";
import { expect, test } from "vitest";
import { type SseEvent, SseParser } from "./sse";

function parse(chunks: readonly Buffer[], limits = { eventBytes: 1_000, events: 100 }): SseEvent[] {
  const events: SseEvent[] = [];
  const parser = new SseParser(limits, (event) => events.push(event));
  for (const chunk of chunks) parser.push(chunk);
  return events;
}

const dataOf = (text: string) => parse([Buffer.from(text)]).map(({ data }) => data);

test.each([
  ["data: a\n\n", ["a"]],
  ["data:a\n\n", ["a"]],
  ["data:  a\n\n", [" a"]],
  ["data: a\ndata: b\n\n", ["a\nb"]],
  ["data: a\r\rdata: b\r\n\r\n", ["a", "b"]],
  [": comment\n\ndata: a\n\n", ["a"]],
  ["event: message\ndata: a\n\nevent: ping\ndata: b\n\ndata: c\n\n", ["a", "c"]],
  ["data\n\n", [""]],
  ["data: never finished\n", []],
  ["other: x\nretry: abc\n\n", []],
  ["", []],
])("%j holds %j", (text, data) => expect(dataOf(text)).toEqual(data));

test("the id of an event stays until another comes, and the pause the server asks for is known", () => {
  const events = parse([Buffer.from("id: 1\ndata: a\n\ndata: b\n\nid: 2\nretry: 250\ndata:\n\n")]);
  expect(events.map(({ id }) => id)).toEqual(["1", "1", "2"]);
});

test("it does not matter where the bytes are cut", () => {
  const line = fc.constantFrom("data: ä世😀", "data:", ": c", "event: x", "id: 7", "", "retry: 5");
  const text = fc
    .array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), { maxLength: 30 })
    .map((lines) => lines.flat().join(""));
  fc.assert(
    fc.property(text, fc.array(fc.nat(7), { minLength: 1, maxLength: 200 }), (whole, sizes) => {
      const bytes = Buffer.from(whole);
      const chunks: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = (sizes[turn % sizes.length] ?? 0) + 1;
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(parse(chunks)).toEqual(parse([bytes]));
    }),
    { numRuns: 1_000 },
  );
});

test("a line, an event or a stream beyond its limit is refused", () => {
  const limits = { eventBytes: 100, events: 3 };
  const tooLarge = expect.objectContaining({ code: "upstream_too_large" });
  const failure = (chunks: string[]) => {
    try {
      parse(
        chunks.map((chunk) => Buffer.from(chunk)),
        limits,
      );
      return null;
    } catch (error) {
      return error;
    }
  };
  expect(failure(["x".repeat(60), "x".repeat(60)])).toEqual(tooLarge);
  expect(failure([`data: ${"x".repeat(60)}\n`, `data: ${"x".repeat(60)}\n`])).toEqual(tooLarge);
  expect(failure(["data: a\n\n".repeat(4)])).toEqual(tooLarge);
  expect(failure(["data: a\n\n".repeat(3)])).toBeNull();
});
