// Keyset paging: a cursor names the last row seen, so that a page costs the same at any depth.
import { AppError } from "@/server/core/errors";

export type Page<T> = { items: T[]; nextCursor: string | null };

/** An opaque cursor from the sort key of the last row. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** The parts of a cursor we made; anything else is `bad_request`. */
export function decodeCursor(cursor: string, length: number): string[] {
  const parts = parse(cursor);
  const sound =
    Array.isArray(parts) &&
    parts.length === length &&
    parts.every((part) => typeof part === "string");
  if (!sound)
    throw new AppError(
      "bad_request",
      "This cursor is not one of ours. Start again from the first page.",
    );
  return parts;
}

function parse(cursor: string): unknown {
  if (cursor.length > 512) return null;
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** Cuts `limit + 1` fetched rows into a page. */
export function toPage<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => readonly string[],
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last)) : null };
}
