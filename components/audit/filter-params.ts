// The filter of the log as it stands in an address, for the page on the server and in the browser alike.
import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type AuditFilter, spanNames } from "@/server/audit/schema";

export const filterParsers = {
  q: parseAsString,
  person: parseAsString,
  action: parseAsString,
  subject: parseAsString,
  subjectId: parseAsString,
  /** `days` is for two days chosen by hand. */
  within: parseAsStringLiteral([...spanNames, "days"]),
  from: parseAsString,
  to: parseAsString,
};

export const loadFilter = createLoader(filterParsers);

type Values = { [K in keyof typeof filterParsers]: string | null };

const day = /^\d{4}-\d\d-\d\d$/;

/** Only what is set, so that one filter has one form: as the key of a query, and in the address of an export. */
export function toFilter({ within, from, to, q, ...rest }: Values): AuditFilter {
  const days = { from: from && day.test(from) ? from : null, to: to && day.test(to) ? to : null };
  const all = { q: q?.trim(), ...rest, ...(within === "days" ? days : { within }) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}
