// Texts for the benchmark of the redactor: a tool result as tools write them, and texts made to make a detector go back.
import { createHash } from "node:crypto";

/** The same numbers in every run. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const words =
  "queue rollback index nightly restarted approved refund shipment forecast ticket closed server warehouse".split(
    " ",
  );

export type Draw = () => number;

function sentence(draw: Draw): string {
  const count = 6 + Math.floor(draw() * 10);
  return Array.from({ length: count }, () => words[Math.floor(draw() * words.length)]).join(" ");
}

function digits(draw: Draw, count: number): string {
  return Array.from({ length: count }, () => Math.floor(draw() * 10)).join("");
}

function uuid(draw: Draw): string {
  const hex = createHash("sha1").update(digits(draw, 12)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

function byte(draw: Draw): number {
  return Math.floor(draw() * 256);
}

/** One line of a tool result; about every third holds an entity. */
function line(draw: Draw, index: number): string {
  const stamp = `2026-0${1 + Math.floor(draw() * 9)}-1${Math.floor(draw() * 10)}T0${Math.floor(draw() * 10)}:4${Math.floor(draw() * 10)}:11.${digits(draw, 3)}Z`;
  const kinds = [
    () => `${index}. Dana Li <dana.li${digits(draw, 2)}@example.com> — ${sentence(draw)}.`,
    () => `   Phone: +1-225-304-${digits(draw, 4)} | Updated: ${stamp}`,
    () => `   Last login ${stamp} from 10.${byte(draw)}.${byte(draw)}.${byte(draw)}`,
    () => `   Version ${byte(draw)}.33.${byte(draw)} build ${digits(draw, 7)}`,
    () => `   Ticket #${digits(draw, 6)} ref ${uuid(draw)}`,
    () => `   ${sentence(draw)}?`,
    () => `   Amount $${digits(draw, 1)},${digits(draw, 3)}.${digits(draw, 2)}`,
    () => `   ${sentence(draw)} (${sentence(draw)}).`,
    () => `   "${sentence(draw)}", took ${digits(draw, 3)}ms`,
  ];
  return (kinds[index % kinds.length] ?? (() => ""))();
}

/** About `size` characters of a tool result. */
export function toolResult(size: number): string {
  const draw = random(7);
  const lines: string[] = [];
  for (let length = 0, index = 0; length < size; index++) {
    const next = line(draw, index);
    lines.push(next);
    length += next.length + 1;
  }
  return lines.join("\n");
}

/** Strings of some 70 characters, every eighth with an entity. */
export function shortStrings(count: number): string[] {
  const draw = random(11);
  return Array.from({ length: count }, (_, index) => {
    const tail = index % 8 === 0 ? ` dana${digits(draw, 3)}@example.com` : ` #${digits(draw, 6)}`;
    return `${sentence(draw).slice(0, 50)}${tail}`;
  });
}

export function base64(size: number): string {
  const bytes = Buffer.alloc(Math.ceil(size * 0.75));
  const draw = random(3);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(draw() * 256);
  return bytes.toString("base64").slice(0, size);
}

/** What is repeated to make an adversarial string. */
export const adversarial = [
  ..."a1@.-_:( [\\%&{+é９",
  ..."a@|1.|1-|1 |:|(|[at]|[dot]|a.|a-|@a.|a@a.|a@b.c@|a%40|%2E|\\u0040|\\n|\\u00|&#64;|::|1:|f:|::1".split(
    "|",
  ),
  ..."a:|:a|1.1.1.|1.1.1.1-|1.1.1.1.|fe80::1%|2001:db8::|4111 |4111-|4111 1111 1111 1112 ".split(
    "|",
  ),
  ..."411111111111111|415-555-|415-555-012x|(415) 555-|+1 |+1 41 |123-45-|123-45-678a |ssn |phone ".split(
    "|",
  ),
  ..."phone 415555012 |phone 4155550123a |version |version 1.1.1.1 |Name/1.1.1.1 |a@b.co:|://a:|a[1:".split(
    "|",
  ),
  ...'a@b.co a|://a:b@c.de |1-1.1.1.1-|{"a":4111111111111111,|[4111111111111111,|":[1,|é@é.|о@о.'.split(
    "|",
  ),
];
