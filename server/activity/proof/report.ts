import type { Finding } from "@/server/activity/proof/finding";
import type { Verification } from "@/server/activity/proof/verify";
import type { PlaceReport } from "@/server/activity/proof/verify-place";

// What verifying says, as lines.

/** Names of projects by id; one that is gone goes by its id. */
export type Names = ReadonlyMap<string, string>;

const shown = 20;

/** The months, then what was found, then what this cannot show. */
export function describe(
  verification: Verification,
  names: Names,
  keptElsewhere: number,
): string[] {
  const { findings, places, dropped } = verification;
  return [
    ...places.map((place) => lineOf(place, names)),
    ...dropped.map(
      ({ projectId, month, what, reason }) =>
        `  ${monthName(month)}  ${nameOf(names, projectId)}: ${what} dropped (${reason})`,
    ),
    ...(places.length + dropped.length === 0 ? ["  The record is empty."] : []),
    "",
    ...verdict(findings.count, findings.all, names),
    "",
    ...limits(verification, keptElsewhere),
  ];
}

function lineOf(place: PlaceReport, names: Names): string {
  const { projectId, month, rows, chains, unproved, unanchored } = place;
  const facts = [
    `${count(rows, "row")} in ${count(chains, "chain")}`,
    unanchored > 0 ? `${number(unanchored)} after the last checkpoint` : "",
    unproved > 0 ? `${number(unproved)} from before there were chains` : "",
  ];
  return `  ${monthName(month)}  ${nameOf(names, projectId)}: ${facts.filter(Boolean).join(", ")}`;
}

function verdict(total: number, all: readonly Finding[], names: Names): string[] {
  if (total === 0)
    return ["Intact: no row was changed, removed, added or moved, and nothing of what was said."];
  const lines = all.slice(0, shown).map((one, index) => {
    const where = one.place
      ? `${monthName(one.place.month)}, ${nameOf(names, one.place.projectId)}`
      : "";
    const call = one.callId ? `, call ${one.callId}` : "";
    const at = one.at ? ` (${one.at})` : "";
    const facts = [where, one.table].filter(Boolean).join(", ");
    return `  ${index === 0 ? "First: " : ""}${words[one.kind]}: ${facts}${call}${at}: ${one.detail}.`;
  });
  const rest = total - lines.length;
  return [
    `NOT INTACT: ${count(total, "fault")}.`,
    ...lines,
    ...(rest > 0 ? [`  and ${number(rest)} more.`] : []),
  ];
}

const words: Record<Finding["kind"], string> = {
  modified: "Changed",
  removed: "Removed",
  inserted: "Added",
  reordered: "Moved",
  altered: "Changed or added",
};

function limits({ places, checkpoints }: Verification, keptElsewhere: number): string[] {
  const unanchored = places.reduce((sum, place) => sum + place.unanchored, 0);
  const { begunAt, lastAt } = checkpoints;
  const last = lastAt ? `, the last of ${lastAt}. Proving began at ${begunAt}` : "";
  return [
    `${count(checkpoints.count, "checkpoint")}${last}. What this cannot show:`,
    ...(unanchored > 0
      ? [
          `  ${count(unanchored, "row")} came after the last checkpoint of their chain. Had there been more, their removal from the end would not show.`,
        ]
      : []),
    keptElsewhere > 0
      ? `  Rows removed together with checkpoints newer than the ${number(keptElsewhere)} of the file would not show.`
      : "  The newest checkpoints could have been removed together with the rows they speak of. Keep them elsewhere (npm run activity:checkpoints -- FILE) and give them here: --checkpoints FILE.",
    "  Who holds both the database and ENCRYPTION_KEYS can write a record that verifies.",
  ];
}

function nameOf(names: Names, projectId: string): string {
  return names.get(projectId) ?? `deleted project ${projectId}`;
}

function monthName(month: string): string {
  return `${month.slice(0, 4)}-${month.slice(4)}`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}
