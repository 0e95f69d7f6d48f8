// What we set out to reach, beside what this run measured. A shared machine says the less the busier it is.
import { directOf, type Memory, paths, type Row } from "./report";

type Aim = { what: string; aim: number; got: number; unit: string; atLeast?: boolean };

export function printAims(rows: readonly Row[], memory: Memory): void {
  console.log("\naims, with the canned upstream");
  for (const { what, aim, got, unit, atLeast } of aimsOf(rows, memory)) {
    const isMet = atLeast ? got >= aim : got <= aim;
    const bound = `${atLeast ? "≥" : "≤"} ${aim} ${unit}`;
    console.log(
      `${what.padEnd(58)}${bound.padStart(14)}${shown(got).padStart(10)}  ${isMet ? "met" : "missed"}`,
    );
  }
}

function aimsOf(rows: readonly Row[], { samples }: Memory): Aim[] {
  const rowOf = (path: string, callers: number) =>
    rows.find((row) => row.path === path && row.callers === callers);
  const [one, many, next] = [rowOf(paths.main, 1), rowOf(paths.main, 16), rowOf(paths.next, 16)];
  if (!one || !many || !next) return [];
  const added = one.p50 - directOf(rows, one).p50;
  const half = samples.slice(samples.length >> 1);
  return [
    { what: "one client: p50 added, rows durable", aim: 1.5, got: added, unit: "ms" },
    {
      what: "16 clients beside Next",
      aim: 2_500,
      got: many.perSecond,
      unit: "calls/s",
      atLeast: true,
    },
    {
      what: "16 clients: gateway CPU per call beside Next",
      aim: 300,
      got: many.cpu ?? 0,
      unit: "µs",
    },
    {
      what: "16 clients: gateway CPU per call through Next",
      aim: 1_200,
      got: next.cpu ?? 0,
      unit: "µs",
    },
    { what: "one client: SQL statements per call", aim: 2.1, got: one.sql ?? 0, unit: "" },
    { what: "memory: highest sample", aim: 350, got: Math.max(...samples), unit: "MB" },
    {
      what: "memory: highest less lowest of the second half",
      aim: 50,
      got: Math.max(...half) - Math.min(...half),
      unit: "MB",
    },
  ];
}

function shown(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
