import type { Census, KeyUse } from "@/server/infra/key-census";
import type { Process } from "@/server/infra/key-replicas";
import { amountOf, tally } from "@/server/settings/encryption";

// What the command says, as lines; ids and numbers only.

const columns = ["key", "state", "project keys", "other secrets", "unreadable"];

/** A table by key, then what to do. */
export function describeCensus(census: Census): string[] {
  const rows = census.keys.map((key) => [
    key.id,
    key.state,
    ...[key.dataKeys, key.secrets, key.unreadable].map(String),
  ]);
  return [...toTable([columns, ...rows]), "", ...advise(census)];
}

function toTable(rows: readonly string[][]): string[] {
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("   "),
  );
}

/** Ends with whether an old key may go. */
export function advise(census: Census): string[] {
  const { total, outside, unreadable, percentActive } = tally(census);
  const lines = census.keys.filter((key) => key.unreadable > 0).flatMap(adviseUnreadable);
  if (outside > 0)
    lines.push(
      `${percentActive} % under ${census.activeId}. To move the other ${outside}: npm run keys -- rotate`,
    );
  if (outside + unreadable > 0) return lines;
  const unused = census.keys.filter((key) => key.state === "kept" && amountOf(key) === 0);
  const all = total === 0 ? "Nothing is sealed yet." : `100 % under ${census.activeId}.`;
  if (unused.length === 0) return [all];
  const names = unused.map((key) => key.id).join(", ");
  return [
    `${all} ${names} may be removed from ENCRYPTION_KEYS.`,
    "Keep it elsewhere for as long as a backup from before may be restored.",
  ];
}

function adviseUnreadable({ id, state, unreadable }: KeyUse): string[] {
  if (state === "missing")
    return [
      `${unreadable} cannot be opened: the key ${id} is missing. Put it back into ENCRYPTION_KEYS.`,
      `If it is lost for good: npm run keys -- give-up ${id}`,
    ];
  return [
    `${unreadable} under ${id} cannot be opened: they are damaged, or ${id} in ENCRYPTION_KEYS is another key of that name.`,
  ];
}

/** Why a rotation must wait: these processes could not open what it leaves behind. */
export function describeLacking(activeId: string, lacking: readonly Process[]): string {
  return `Gatehouse runs without the key ${activeId} at ${listed(lacking)}: restart it with the new ENCRYPTION_KEYS first. If it no longer runs, add --anyway.`;
}

/** Why a key is not lost. */
export function describeHolding(keyId: string, holding: readonly Process[]): string {
  return `The key ${keyId} is not lost: Gatehouse runs with it at ${listed(holding)}. Take it from there, or stop that process first.`;
}

function listed(processes: readonly Process[]): string {
  return processes
    .map(({ address, keyIds }) => `${address ?? "this machine"} (${keyIds.join(", ")})`)
    .join(", ");
}
