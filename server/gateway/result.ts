// In: the raw result of a server. Out: what of it the record and the client's era need. Promises that a result is scanned
// again only when it holds the member in question at all, and that nothing else of it changes.
import { editObject, memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import type { Era } from "@/server/gateway/era";

const unbounded = { levels: 1, maxDepth: Number.POSITIVE_INFINITY };

/** Whether a tool says that it failed. */
export function isToolError(raw: string): boolean {
  if (!raw.includes('"isError"')) return false;
  const node = memberAt(raw, scanJson(raw, unbounded), "isError");
  return node !== undefined && rawOf(raw, node) === "true";
}

/** The result as the client's era wants it: `resultType` is a member of every result of 2026, and of none before. */
export function resultFor(era: Era, raw: string): string {
  const mentioned = raw.includes('"resultType"');
  if (era.kind === "E25" && !mentioned) return raw;
  const root = scanJson(raw, unbounded);
  if (era.kind === "E25") return editObject(raw, root, { resultType: null });
  if (mentioned && memberAt(raw, root, "resultType")) return raw;
  return editObject(raw, root, { resultType: '"complete"' });
}
