// How right the redactor is: strict spans and types on labelled texts. `PII_CORPUS=file.jsonl` takes those of a file, one
// `{"text","entities":[{"type","start","end"}]}` a line; otherwise texts are made here, others with another `PII_SEED`.
import { readFileSync } from "node:fs";
import process from "node:process";
import { Detector } from "@/server/pii/detect";
import { type PiiType, piiTypes } from "@/server/pii/entities";
import { corpus, type Labelled } from "./pii-corpus";
import { records as fromTemplates } from "./pii-records";

type Count = { gold: number; found: number; right: number };

function read(file: string): Labelled[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line): Labelled => JSON.parse(line));
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : ((100 * part) / whole).toFixed(2);
}

const file = process.env["PII_CORPUS"];
const seed = Number(process.env["PII_SEED"] ?? 31);
const records: (Labelled & { kind?: string })[] = file
  ? read(file)
  : [...corpus(20_000), ...fromTemplates(60_000, seed)];
const counts = new Map<PiiType, Count>(
  piiTypes.map((type) => [type, { gold: 0, found: 0, right: 0 }]),
);
const harmless = { all: 0, changed: 0 };
const wrong: string[] = [];

for (const { text, entities, kind } of records) {
  const found = new Detector(text, piiTypes).findIn(text, "");
  const gold = new Set(entities.map(({ type, start, end }) => `${type} ${start} ${end}`));
  let rights = 0;
  for (const { type } of entities) bump(type, "gold");
  for (const { type, start, end } of found) {
    bump(type, "found");
    if (!gold.has(`${type} ${start} ${end}`)) continue;
    bump(type, "right");
    rights++;
  }
  if (rights !== entities.length || rights !== found.length)
    wrong.push(`${kind ?? "text"}: ${JSON.stringify(text).slice(0, 200)}`);
  if (entities.length > 0) continue;
  harmless.all++;
  if (found.length > 0) harmless.changed++;
}

function bump(type: PiiType, what: keyof Count): void {
  const count = counts.get(type);
  if (count) count[what]++;
}

console.log(`${records.length} texts ${file ? `of ${file}` : "made here"}\n`);
console.log("type           gold    precision   recall");
for (const [type, { gold, found, right }] of counts)
  console.log(
    `${type.padEnd(12)} ${String(gold).padStart(6)}  ${percent(right, found).padStart(9)}  ${percent(right, gold).padStart(8)}`,
  );
console.log(
  `\nharmless texts changed: ${harmless.changed} of ${harmless.all} (${percent(harmless.changed, harmless.all)} %)`,
);
for (const text of wrong.slice(0, 20)) console.log(`not exactly right: ${text}`);
if (wrong.length > 0) process.exitCode = 1;
