// Where a planted value may have been left: every column of every table, and every line of the log, in plain or encoded.
import pino from "pino";
import { expect } from "vitest";
import { shared } from "@/server/core/shared";
import { ownerClient } from "./owner";

/** Call before anything logs: what would be written is kept instead, at every level. */
export function keepLog(): { text(): string } {
  const lines: string[] = [];
  shared("log", () => pino({ level: "trace" }, { write: (line) => void lines.push(line) }));
  return { text: () => lines.join("") };
}

/** All rows of all tables as text, read as who owns them: the application may not read every one. */
export async function everyRow(): Promise<string> {
  const owner = await ownerClient();
  try {
    const tables = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dumps: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      dumps.push(...rows.map(({ row }) => row));
    }
    return dumps.join("\n");
  } finally {
    await owner.end();
  }
}

/** Fails when one of the values stands in the text, plain or encoded. */
export function expectNoTrace(text: string, values: readonly string[]): void {
  const lower = text.toLowerCase();
  const traces = values
    .flatMap(encodingsOf)
    .filter((encoded) => lower.includes(encoded.toLowerCase()));
  expect(traces).toEqual([]);
}

function encodingsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  // In Base64 a value looks different at each of three offsets; its first and last letters depend on the neighbours.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "")
      .slice(4, -2),
  );
  const url = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [value, encodeURIComponent(value), bytes.toString("hex"), ...base64, ...url];
}
