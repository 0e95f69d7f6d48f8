// In: texts of one row. Out: a line of CSV (RFC 4180). Promises that no cell is run as a formula by a spreadsheet, and
// none breaks the line (security: T40, T93).
import { visible } from "@/server/audit/visible";

// Also behind blanks or quotes, which spreadsheets skip, and in their full-width forms.
const formula = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

// An ASCII word or number that begins no formula and needs no quotes: most cells, and there may be millions.
const plain = /^[A-Za-z0-9](?:[\x20-\x7e]*[\x21-\x7e])?$/;

export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string | null): string {
  if (!value) return "";
  if (plain.test(value) && !/[",]/.test(value)) return value;
  const text = visible(value);
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
