// Tables: what was asked, and p50 and p95 for each size side by side, with the ratio of the largest to the smallest.

/** Milliseconds of each round, by size. */
export type Times = Map<number, number[]>;

export function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function line([head = "", ...rest]: readonly string[]): string {
  return head.padEnd(42) + rest.map((cell) => cell.padStart(17)).join("");
}

/** What took longer than it should, over all tables. */
const missed: string[] = [];

export function printTable(
  title: string,
  sizes: readonly number[],
  rows: ReadonlyMap<string, Times>,
  aimMs: number,
): void {
  console.log(`\n${title}, ms, p50 / p95\n`);
  console.log(line(["", ...sizes.map(String), "p50 ratio", "p95 ratio"]));
  const [first = 0, last = 0] = [sizes[0], sizes.at(-1)];
  for (const [name, times] of rows) {
    const cells = sizes.map((size) => {
      const of = times.get(size);
      return of ? `${at(of, 0.5).toFixed(1)} / ${at(of, 0.95).toFixed(1)}` : "–";
    });
    const [small, large] = [times.get(first), times.get(last)];
    const ratio = (share: number) =>
      small && large ? (at(large, share) / at(small, share)).toFixed(2) : "–";
    console.log(line([name, ...cells, ratio(0.5), ratio(0.95)]));
    note(`${title}, ${name}`, small, large, aimMs);
  }
}

/** Ratios of a few milliseconds say little: below ten, nobody waits. */
const tellingMs = 10;

function note(
  name: string,
  small: number[] | undefined,
  large: number[] | undefined,
  aimMs: number,
): void {
  if (!large) return;
  const p95 = at(large, 0.95);
  if (p95 > aimMs) missed.push(`${name}: p95 ${p95.toFixed(0)} ms, more than ${aimMs}`);
  const ratio = small ? p95 / at(small, 0.95) : 1;
  if (ratio > 1.5 && p95 > tellingMs)
    missed.push(
      `${name}: p95 ${p95.toFixed(1)} ms, ${ratio.toFixed(2)} times that of the smallest`,
    );
}

export function printMissed(): void {
  console.log(missed.length > 0 ? `\nmissed\n\n${missed.join("\n")}` : "\nevery aim was met");
}
