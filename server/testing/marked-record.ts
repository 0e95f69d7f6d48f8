// What the server executed, what the clients saw and what the record says, compared call by call.
import pg from "pg";
import type { Fate } from "@/server/testing/marked-calls";

/** A call in the record: its outcome is null while there is only the start. */
type Entry = { mark: string; outcome: string | null; startedAt: Date };

const statement = `SELECT p.body::json -> 'arguments' ->> 'mark' AS mark, s."startedAt", l.outcome
  FROM "ActivityStart" s
  JOIN "ActivityPayload" p ON p."projectId" = s."projectId" AND p."startedAt" = s."startedAt" AND p."callId" = s.id AND p.side = 'request'
  LEFT JOIN "ActivityLog" l ON l."projectId" = s."projectId" AND l."startedAt" = s."startedAt" AND l.id = s.id`;

/** Every call with a start row and its request, on a connection of its own. */
export async function readRecord(url: string): Promise<Map<string, Entry>> {
  const rows = await ask<Entry>(url, statement);
  return new Map(rows.map((row) => [row.mark, row]));
}

/** How many refused requests the record speaks of with this code. */
export async function attemptsIn(url: string, code: string): Promise<number> {
  const text = `SELECT coalesce(sum(attempts), 0)::int AS sum FROM "ActivityLog" WHERE "errorCode" = $1`;
  const [row] = await ask<{ sum: number }>(url, text, [code]);
  return row?.sum ?? 0;
}

async function ask<T extends pg.QueryResultRow>(url: string, text: string, values: string[] = []) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Everything that must not be: the marks of the calls concerned, or the answers nobody expects. */
export type Faults = Record<
  | "executed twice"
  | "executed without a start row"
  | "answered without its outcome"
  | "answered but not executed"
  | "refused but executed"
  | "unexpected answers",
  string[]
>;

export type Comparison = { faults: Faults; executed: number; answered: number; summary: string };

/** `executed` and `fates` go on growing meanwhile: what they hold now is compared. */
export async function compare(
  url: string,
  executed: readonly string[],
  fates: ReadonlyMap<string, Fate>,
): Promise<Comparison> {
  const done = [...executed];
  const seen = [...fates];
  const record = await readRecord(url);
  const unique = new Set(done);
  const marks = (...kinds: Fate[]) =>
    seen.filter(([, fate]) => kinds.includes(fate)).map(([mark]) => mark);
  const answered = marks("result", "tool_error");
  const isRecorded = (mark: string) => isOutcomeOf(fates.get(mark), record.get(mark)?.outcome);
  const faults: Faults = {
    "executed twice": repeated(done),
    "executed without a start row": done.filter((mark) => !record.has(mark)),
    "answered without its outcome": answered.filter((mark) => !isRecorded(mark)),
    "answered but not executed": marks("result").filter((mark) => !unique.has(mark)),
    "refused but executed": marks("refused").filter((mark) => unique.has(mark)),
    "unexpected answers": [...new Set(seen.map(([, fate]) => fate))].filter(isOdd),
  };
  const started = done.length - faults["executed without a start row"].length;
  const concluded = answered.length - faults["answered without its outcome"].length;
  const summary = `${count(done)} executed = ${started.toLocaleString("en")} with a start row; ${count(answered)} answered = ${concluded.toLocaleString("en")} with an outcome`;
  return { faults, executed: done.length, answered: answered.length, summary };
}

export const noFaults: Faults = {
  "executed twice": [],
  "executed without a start row": [],
  "answered without its outcome": [],
  "answered but not executed": [],
  "refused but executed": [],
  "unexpected answers": [],
};

function isOutcomeOf(fate: Fate | undefined, outcome: string | null | undefined): boolean {
  if (fate === "result") return outcome === "ok";
  return outcome === "failed" || outcome === "timed_out";
}

function isOdd(fate: Fate): boolean {
  return fate.startsWith("odd");
}

function count(list: readonly unknown[]): string {
  return list.length.toLocaleString("en");
}

function repeated(marks: readonly string[]): string[] {
  const seen = new Set<string>();
  return marks.filter((mark) => seen.size === seen.add(mark).size);
}
