// In: a row of the record. Out: what a page shows of it. Promises that every text is one line without a character that
// hides or commands (security: T93).
import { sentenceOf, subjectWord } from "@/server/audit/actions";
import { labelOf } from "@/server/audit/fields";
import { visible } from "@/server/audit/visible";

/** A value of a changed field, as it was recorded. */
type RecordedFact = string | number | boolean | null | readonly string[];
type Facts = Record<string, RecordedFact>;

export type Row = {
  id: string;
  at: Date;
  /** The instant to the microsecond. */
  instant: string;
  actorId: string | null;
  actorName: string;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  subjectName: string | null;
  before: Facts | null;
  after: Facts | null;
};

type Change = {
  field: string;
  label: string;
  /** Absent where the act recorded no such side. */
  before?: RecordedFact;
  after?: RecordedFact;
};

/** One act as the page shows it. */
export function toEvent(row: Row) {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    sentence: sentenceOf(row.action),
    person: { id: row.actorId, name: visible(row.actorName) },
    subject: {
      type: row.subjectType,
      word: subjectWord(row.subjectType),
      id: row.subjectId,
      name: row.subjectName === null ? null : visible(row.subjectName),
    },
    ip: seen(row.ip),
    userAgent: seen(row.userAgent),
    requestId: row.requestId,
    ...toChanges(row.before, row.after),
  };
}

function seen(text: string | null): string | null {
  return text === null ? null : visible(text);
}

/** Field by field; what is the same on both sides is only counted. */
function toChanges(before: Facts | null, after: Facts | null) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const changes = fields.map((field): Change => {
    const [old, now] = [before?.[field], after?.[field]];
    return {
      field,
      label: visible(labelOf(field)),
      ...(old === undefined ? {} : { before: visibleFact(old) }),
      ...(now === undefined ? {} : { after: visibleFact(now) }),
    };
  });
  const changed = changes.filter(isChange).sort(byLabel);
  return { changes: changed, unchanged: changes.length - changed.length };
}

// The database keeps no order of fields; the name of a thing comes first.
function byLabel(a: Change, b: Change): number {
  return Number(b.field === "name") - Number(a.field === "name") || a.label.localeCompare(b.label);
}

function isChange({ before, after }: Change): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function visibleFact(fact: RecordedFact): RecordedFact {
  if (typeof fact === "string") return visible(fact);
  if (Array.isArray(fact)) return fact.map((one) => visible(String(one)));
  // An object is none of ours; should an older version have written one, it is shown as it stands.
  return typeof fact === "object" && fact !== null ? visible(JSON.stringify(fact)) : fact;
}
