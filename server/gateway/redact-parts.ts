// In: raw JSON, and the parts of it no filter looks at. Out: the same with personal data replaced, and what was found.
// Promises that kept parts, and a text in which nothing was found, are the same bytes.
import { randomBytes } from "node:crypto";
import { shared } from "@/server/core/shared";
import type { Part } from "@/server/gateway/kept-parts";
import type { PiiType } from "@/server/pii/entities";
import { type Finding, redactJson } from "@/server/pii/redact-json";

export type Filtered = { text: string; found: readonly Finding[] };

/** Rejects when the redactor fails; the text must then go nowhere. Never holds the event loop for long. */
export async function redactParts(
  raw: string,
  kept: readonly Part[],
  types: readonly PiiType[],
): Promise<Filtered> {
  if (kept.length === 0) return read(raw, types);
  const parts = [...kept].sort((a, b) => a.start - b.start);
  const { text, found } = await read(hollow(raw, parts), types);
  if (found.length === 0) return { text: raw, found };
  const fill = (_mark: string, index: string) => originalOf(raw, parts[fromLetters(index)]);
  const named = found.map((one) => ({ ...one, path: one.path.replace(bareMarks(), fill) }));
  return { text: text.replace(marks(), fill), found: named };
}

async function read(raw: string, types: readonly PiiType[]): Promise<Filtered> {
  const { text, findings } = await redactJson(raw, types);
  return { text, found: findings };
}

// Kept parts leave, and marks stand in their place: strings of letters, in which nothing can be found, and which nobody
// outside this process can write.
const word = () => shared("gateway.mark", () => `gatehouse${toLetters(randomBytes(12))}q`);
const marks = () => new RegExp(`"${word()}([a-p]+)"`, "g");
const bareMarks = () => new RegExp(`${word()}([a-p]+)`, "g");

function hollow(raw: string, parts: readonly Part[]): string {
  const pieces: string[] = [];
  let from = 0;
  parts.forEach((part, index) => {
    pieces.push(raw.slice(from, part.start), `"${word()}${lettersOf(index)}"`);
    from = part.end;
  });
  pieces.push(raw.slice(from));
  return pieces.join("");
}

function originalOf(raw: string, part: Part | undefined): string {
  if (!part) throw new Error("a mark that was never set");
  return raw.slice(part.start, part.end);
}

const letters = "abcdefghijklmnop";

function toLetters(bytes: Buffer): string {
  return [...bytes.toString("hex")].map((digit) => letters[Number.parseInt(digit, 16)]).join("");
}

function lettersOf(index: number): string {
  return [...index.toString(16)].map((digit) => letters[Number.parseInt(digit, 16)]).join("");
}

function fromLetters(text: string): number {
  return Number.parseInt([...text].map((one) => letters.indexOf(one).toString(16)).join(""), 16);
}
