import { type CallFilter, spans } from "@/server/activity/schema";

/** Whose calls: a project's, of these endpoints; null = of every one. */
export type Scope = { projectId: string; endpoints: string[] | null };

/** Values of a statement, numbered in the order they are added. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

type Range = { from: Date | null; to: Date | null };

/** The time a filter speaks of; what was chosen by hand goes before a span. */
export function rangeOf({ from, to, within }: CallFilter, now: Date): Range {
  if (from || to) return { from: from ? new Date(from) : null, to: to ? new Date(to) : null };
  return { from: within ? new Date(now.getTime() - spans[within] * 60_000) : null, to: null };
}

const equal = [
  ["endpointId", "endpointId", "uuid"],
  ["serverId", "serverId", "uuid"],
  ["tool", "toolName", "text"],
  ["method", "method", "text"],
  ["personId", "userId", "uuid"],
  ["client", "clientName", "text"],
] as const;

/** Conditions on what is known when a call begins. `c` is its row, begun or ended. */
export function begunConditions(
  scope: Scope,
  filter: CallFilter,
  now: Date,
  parameters: Parameters,
): string[] {
  const { from, to } = rangeOf(filter, now);
  const all = [`c."projectId" = ${parameters.add(scope.projectId, "uuid")}`];
  if (scope.endpoints)
    all.push(`c."endpointId" = ANY(${parameters.add(scope.endpoints, "uuid[]")})`);
  if (from) all.push(`c."startedAt" >= ${parameters.add(from, "timestamptz")}`);
  if (to) all.push(`c."startedAt" < ${parameters.add(to, "timestamptz")}`);
  for (const [field, column, type] of equal)
    if (filter[field]) all.push(`c."${column}" = ${parameters.add(filter[field], type)}`);
  if (filter.only?.includes("redacted")) all.push(`c."redactions" <> '[]'::jsonb`);
  return all;
}

/** Conditions on how it ended, which an index answers. */
export function endedConditions(filter: CallFilter, parameters: Parameters): string[] {
  const all: string[] = [];
  const outcomes = filter.outcome?.length ? filter.outcome : null;
  if (outcomes) all.push(`c."outcome" = ANY(${parameters.add(outcomes, "text[]")})`);
  // Said outright, so that the index of the calls that went wrong is known to be enough.
  const wrong =
    filter.only?.includes("errors") || filter.error || (outcomes && !outcomes.includes("ok"));
  if (wrong) all.push(`c."outcome" <> 'ok'`);
  if (isNumber(filter.minMs))
    all.push(`c."durationMs" >= ${parameters.add(filter.minMs, "float8")}`);
  if (isNumber(filter.maxMs))
    all.push(`c."durationMs" < ${parameters.add(filter.maxMs, "float8")}`);
  return all;
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === "number";
}

/** What a search for text looks into beside payloads, in a row `c`. */
export const rowText = `c."method", c."endpointName", c."serverName", c."toolName", c."userName", c."clientName", c."requestId"`;

export const errorText = `c."errorCode", c."errorMessage"`;

export type Asked = { scope: Scope; filter: CallFilter; mayReadPayload: boolean };

/** Moments as the database reads them: the first, and the last or one after it. */
export type Bounds = { from: string | Date; to: string | Date };

/**
 * Conditions on texts, which no index answers: calls are looked through. Payloads are looked into only for those who
 * may read them, or the search itself would tell what stands in them; `within` says when their calls began.
 */
export function textConditions(
  { scope, filter: { q, error }, mayReadPayload }: Asked,
  row: "begun" | "ended",
  within: Bounds,
  parameters: Parameters,
): string[] {
  const all: string[] = [];
  if (error)
    all.push(`concat_ws(' ', ${errorText}) ILIKE ${parameters.add(patternOf(error), "text")}`);
  if (!q) return all;
  const texts = row === "ended" ? `${rowText}, concat_ws(' ', ${errorText})` : rowText;
  const inRow = `concat_ws(E'\\n', ${texts}) ILIKE ${parameters.add(patternOf(q), "text")}`;
  if (!mayReadPayload) return [...all, inRow];
  const patterns = parameters.add(writtenInJson(q).map(patternOf), "text[]");
  // Not EXISTS: the planner may answer that by reading the bodies of every call there is. The project and the bounds are
  // said outright, so that no other project's payloads, and no other month's, are planned for.
  const inPayload = `(SELECT true FROM "ActivityPayload" p
    WHERE p."projectId" = ${parameters.add(scope.projectId, "uuid")} AND p."startedAt" = c."startedAt" AND p."callId" = c."id"
      AND p."startedAt" >= ${parameters.add(within.from, "timestamptz")} AND p."startedAt" <= ${parameters.add(within.to, "timestamptz")}
      AND p."body" ILIKE ANY(${patterns}) LIMIT 1)`;
  return [...all, `(${inRow} OR coalesce(${inPayload}, false))`];
}

/** The text anywhere, and nothing in it a wildcard. */
function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

/** As it may stand in a body: as it is, escaped, and with everything but ASCII escaped, as Python's json does. */
export function writtenInJson(text: string): string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [...new Set([text, escaped, ascii])];
}
