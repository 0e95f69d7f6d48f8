// Labelled texts for the accuracy of the redactor: templates as people and tools write them, with entities drawn by their
// own rules, and harmless ones that look like entities. Written for the policy, apart from the detectors.
import { type PiiType, piiTypes } from "@/server/pii/entities";
import { type Draw, random } from "./pii-texts";

export type Labelled = { text: string; entities: { type: PiiType; start: number; end: number }[] };

const digits = "0123456789";
const pick = <T>(draw: Draw, from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;
const some = (draw: Draw, signs: string, count: number) =>
  Array.from({ length: count }, () => pick(draw, [...signs])).join("");
const byte = (draw: Draw) => String(Math.floor(draw() * 256));
const code = (draw: Draw) => some(draw, "23456789", 1) + pick(draw, ["02", "15", "46", "73", "90"]);

function luhn(head: string): string {
  let sum = 0;
  [...head].reverse().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return head + String((10 - (sum % 10)) % 10);
}

function card(draw: Draw): string {
  const [head, length] = pick(draw, [
    ["4", 16],
    ["51", 16],
    ["2221", 16],
    ["34", 15],
    ["6011", 16],
    ["36", 14],
    ["62", 16],
    ["3530", 16],
  ] as const);
  const number = luhn(head + some(draw, digits, length - head.length - 1));
  const groups = { 14: [4, 6, 4], 15: [4, 6, 5], 16: [4, 4, 4, 4] }[length];
  const separator = pick(draw, ["", "", " ", "-"]);
  const ends = groups.map((_, index) =>
    groups.slice(0, index + 1).reduce((sum, size) => sum + size),
  );
  return ends.map((end, index) => number.slice(end - (groups[index] ?? 0), end)).join(separator);
}

function phone(draw: Draw): string {
  const parts = [code(draw), code(draw), some(draw, digits, 4)] as const;
  const [area, exchange, line] = parts;
  return pick(draw, [
    parts.join("-"),
    parts.join("."),
    parts.join(" "),
    `(${area}) ${exchange}-${line}`,
    `+1${parts.join("")}`,
    `+1 ${parts.join("-")}`,
    `1-${parts.join("-")}`,
    `${parts.join("-")} ext. ${some(draw, "123456789", 3)}`,
  ]);
}

function ipv6(draw: Draw): string {
  const group = () => some(draw, "123456789abcdef", 4);
  return pick(draw, [
    Array.from({ length: 8 }, group).join(":"),
    `2001:db8::${group()}`,
    `fe80::${group()}:${group()}`,
    `::ffff:${byte(draw)}.${byte(draw)}.${byte(draw)}.${byte(draw)}`,
    "::1",
  ]);
}

const makers: Record<PiiType, (draw: Draw) => string> = {
  EMAIL: (draw) =>
    some(draw, "abcdefghijklmnopqrstuvwxyz", 5) +
    pick(draw, ["", `.${some(draw, "abcdefghij", 4)}`, `+${some(draw, "xyz", 3)}`, "_1"]) +
    pick(draw, ["@", "@", "@", "%40", " [at] "]) +
    pick(draw, ["example.com", "mail.example.co.uk", "x.io", "xn--mnchen-3ya.org"]),
  PHONE: phone,
  SSN: (draw) =>
    `${some(draw, "12345", 3)}-${some(draw, "123456789", 2)}-${some(draw, "123456789", 4)}`,
  CREDIT_CARD: card,
  IP: (draw) =>
    draw() < 0.6 ? [byte(draw), byte(draw), byte(draw), byte(draw)].join(".") : ipv6(draw),
};

const frames = [
  "Please write it down: {}. Thanks!",
  "a,b,{},c\nd,e,{},f",
  "line one\\n{}\\tline two\\r\\n{}\\n",
  '{"note":"{}","ok":true,"more":["{}"]}',
  '{"text":"{\\"value\\":\\"{}\\"}"}',
  "<td>{}</td><td>{}</td>",
  "&lt;{}&gt; and ({}); [{}]",
  "see \\u003c{}\\u003e",
  "| {} | {} |",
  "是{}吗？и {} да",
  "key={} other={}",
];

const harmless: ((draw: Draw) => string)[] = [
  (draw) => `version ${byte(draw)}.${byte(draw)}.${byte(draw)}.${byte(draw)}`,
  (draw) => `tool/${byte(draw)}.1.${byte(draw)}.7 (linux)`,
  (draw) => `order ${some(draw, digits, 10)} id=${some(draw, digits, 9)}`,
  (draw) =>
    `${some(draw, "0123456789abcdef", 8)}-${some(draw, digits, 4)}-4${some(draw, digits, 3)}-a${some(draw, digits, 3)}-${some(draw, digits, 12)}`,
  (draw) =>
    `2026-0${some(draw, "123456789", 1)}-1${some(draw, digits, 1)}T10:${some(draw, "012345", 1)}0:11.${some(draw, digits, 6)}Z`,
  (draw) => `1.3.6.1.4.1.${byte(draw)} at std::sys::unix::fs 10:20:30 a[1::2]`,
  (draw) => `mac ${Array.from({ length: 6 }, () => some(draw, "0123456789abcdef", 2)).join(":")}`,
  (draw) => `react@18.${byte(draw)}.0 logo@2x.png git@github.com:a/b.git @jane`,
  (draw) =>
    `ORD-${some(draw, digits, 3)}-${some(draw, digits, 2)}-${some(draw, digits, 4)} DE89 3704 0044 0532 0130 00`,
  (draw) =>
    `911-${code(draw)}-${some(draw, digits, 4)} 000-12-${some(draw, digits, 4)} $${some(draw, "123456789", 1)},${some(draw, digits, 3)}.00`,
];

/** As many labelled texts, the same in every run. */
export function corpus(count: number): Labelled[] {
  const draw = random(23);
  return Array.from({ length: count }, (_, index) => {
    if (index % 4 === 0) return { text: pick(draw, harmless)(draw), entities: [] };
    const record: Labelled = { text: "", entities: [] };
    const parts = pick(draw, frames).split("{}");
    parts.forEach((part, at) => {
      record.text += part;
      if (at === parts.length - 1) return;
      const type = pick(draw, piiTypes);
      const value = makers[type](draw);
      record.entities.push({
        type,
        start: record.text.length,
        end: record.text.length + value.length,
      });
      record.text += value;
    });
    return record;
  });
}
