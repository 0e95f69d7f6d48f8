import { createHmac, hash } from "node:crypto";
import type { Redaction } from "@/server/activity/schema";

// The record's proof, in its smallest parts: how a row is written down, and how it hangs on the one before it. Writing
// and verifying share these lines, or the one would not recognise what the other made.

/** `start` for rows of ActivityStart, `log` for rows of ActivityLog. */
export type RowKind = "start" | "log";

/** The rows of one writer in one project and month are a chain of their own, so that a leaf holds whole chains. */
export type Place = { projectId: string; month: string };

/** The last row of a chain: its number, from 1, and its mac in hex. */
export type Head = { seq: number; mac: string };

/** `YYYYMM` in UTC, as the partitions are named. */
export function monthOf(startedAt: Date): string {
  return startedAt.toISOString().slice(0, 7).replace("-", "");
}

/** A row's text with its place in a chain; `text` is JSON without its closing brace. */
export function placed(
  text: string,
  writer: string,
  seq: number,
  payloadHash: string | null,
): string {
  const hashed = payloadHash === null ? "null" : `"\\\\x${payloadHash}"`;
  return `${text},"writer":"${writer}","seq":${seq},"payloadHash":${hashed}}`;
}

/**
 * HMAC-SHA256 (RFC 2104), in hex, over the mac of the row before (nothing for the first), the table and the row's text.
 * A mac has a fixed length and a table's name no brace, so the three cannot run into each other.
 */
export function macOf(key: Buffer, previous: string | null, kind: RowKind, text: string): string {
  return createHmac("sha256", key)
    .update(`${previous ?? ""}${kind}${text}`)
    .digest("hex");
}

export type PayloadFacts = { side: string; bytes: number; cut: boolean; body: string };

/** SHA-256 in hex of a payload with everything that is said of it. Verifying makes the same in SQL. */
export function payloadHashOf({ side, bytes, cut, body }: PayloadFacts): string {
  return hash("sha256", `${side}|${bytes}|${cut}|${body}`, "hex");
}

/** What the database keeps as jsonb and gives back with its keys in another order. */
export function redactionsText(redactions: readonly Redaction[] | null): string {
  if (redactions === null) return "null";
  return JSON.stringify(
    redactions.map(({ side, type, path, count }) => ({ side, type, path, count })),
  );
}
