import type { FilterType } from "@/server/endpoints/schema";

/** How people call what a filter finds, one and many. */
const piiNames: Record<FilterType, readonly [one: string, many: string]> = {
  EMAIL: ["email", "emails"],
  PHONE: ["phone", "phones"],
  SSN: ["SSN", "SSNs"],
  CREDIT_CARD: ["credit card", "credit cards"],
  IP: ["IP address", "IP addresses"],
};

type Piece = { kind: "text"; text: string } | { kind: "mark"; type: FilterType };

const mark = /\[REDACTED_(EMAIL|PHONE|SSN|CREDIT_CARD|IP)\]/;

/** A text cut at the marks that filters leave in the place of what they found. */
export function toPieces(text: string): Piece[] {
  return text.split(mark).flatMap((part, index): Piece[] => {
    // Every second part is what the group of the pattern caught.
    if (index % 2 === 1) return [{ kind: "mark", type: part as FilterType }];
    return part === "" ? [] : [{ kind: "text", text: part }];
  });
}

/** "2 emails, 1 phone"; empty when nothing was found. */
export function toSentence(found: readonly { type: string; count: number }[]): string {
  const words = Object.entries(piiNames).flatMap(([type, [one, many]]) => {
    const count = countOf(found.filter((entry) => entry.type === type));
    return count === 0 ? [] : [`${count.toLocaleString("en")} ${count === 1 ? one : many}`];
  });
  return words.join(", ");
}

function countOf(found: readonly { count: number }[]): number {
  return found.reduce((sum, entry) => sum + entry.count, 0);
}
