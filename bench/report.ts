// Figures side by side, with the ratio to asking directly.

/** What is measured, as it is called in the table. */
export const paths = {
  direct: "direct",
  ping: "server/main.ts, ping: no record, no upstream",
  main: "server/main.ts, every call recorded",
  next: "the Next route, every call recorded",
} as const;

export type Row = {
  path: string;
  callers: number;
  calls: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Microseconds of the gateway's processor time per call; null where no gateway took part. */
  cpu: number | null;
  /** SQL statements per call. */
  sql: number | null;
};

export type Memory = { calls: number; seconds: number; samples: readonly number[] };

const widths = [46, 8, 9, 9, 9, 10, 12, 10, 12];
const heads = [
  "",
  "callers",
  "calls/s",
  "p50 ms",
  "p99 ms",
  "CPU µs",
  "statements",
  "of direct",
  "p50 added",
];

export function printRows(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}\n${line(heads)}`);
  for (const row of rows) {
    const direct = directOf(rows, row);
    console.log(
      line([
        row.path,
        String(row.callers),
        row.perSecond.toFixed(0),
        row.p50.toFixed(2),
        row.p99.toFixed(2),
        row.cpu === null ? "–" : row.cpu.toFixed(0),
        row.sql === null ? "–" : row.sql.toFixed(2),
        `${((100 * row.perSecond) / direct.perSecond).toFixed(0)} %`,
        row === direct ? "–" : `${(row.p50 - direct.p50).toFixed(2)} ms`,
      ]),
    );
  }
}

/** The row it is compared with. */
export function directOf(rows: readonly Row[], row: Row): Row {
  return rows.find(({ path, callers }) => path === paths.direct && callers === row.callers) ?? row;
}

export function printMemory({ calls, seconds, samples }: Memory): void {
  console.log(
    `\nmemory of server/main.ts over ${calls} recorded calls (${(calls / seconds).toFixed(0)} calls/s), a sample every tenth, MB`,
  );
  console.log(samples.map((sample) => sample.toFixed(0)).join("  "));
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) =>
      index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0),
    )
    .join("");
}
