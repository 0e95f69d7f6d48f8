// In: whose events, and a filter. Out: the condition of every query of events, with its values. Promises that the wall
// of the project is the first part of it, and that nothing a person typed becomes SQL.
import { actions } from "@/server/audit/actions";
import { type AuditFilter, nobody, spans } from "@/server/audit/schema";

/** The events of one project; null for those of the installation. */
export type Scope = { projectId: string | null };

export type Condition = { sql: string; values: unknown[] };

/** Written exactly as the index on it is. */
const ofInstallation = `(e."projectId" IS NULL OR e."action" IN ('project.created', 'project.deleted'))`;

export function scopeCondition({ projectId }: Scope): Condition {
  if (projectId === null) return { sql: ofInstallation, values: [] };
  return { sql: `e."projectId" = $1::uuid`, values: [projectId] };
}

const hour = 3_600_000;

export function condition(scope: Scope, filter: AuditFilter, now: Date): Condition {
  const { sql, values } = scopeCondition(scope);
  const parts = [sql];
  const and = (part: (place: string) => string, value: unknown) =>
    parts.push(part(`$${values.push(value)}`));
  if (filter.person === nobody) parts.push(`e."actorId" IS NULL`);
  else if (filter.person) and((place) => `e."actorId" = ${place}::uuid`, filter.person);
  if (filter.action) and((place) => `e."action" = ${place}`, filter.action);
  if (filter.subject) and((place) => `e."subjectType" = ${place}`, filter.subject);
  if (filter.subjectId) and((place) => `e."subjectId" = ${place}`, filter.subjectId);
  if (filter.within) {
    const since = new Date(now.getTime() - spans[filter.within] * hour);
    and((place) => `e."at" >= ${place}::timestamptz`, since);
  }
  if (filter.from) and((place) => `e."at" >= ${place}::timestamptz`, `${filter.from}T00:00:00Z`);
  if (filter.to)
    and((place) => `e."at" < ${place}::timestamptz + interval '1 day'`, `${filter.to}T00:00:00Z`);
  if (filter.q) {
    const pattern = `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
    const [like, said] = [`$${values.push(pattern)}`, `$${values.push(saying(filter.q))}`];
    const texts = searched.map((column) => `${column} ILIKE ${like}`);
    parts.push(`(${texts.join(" OR ")} OR e."action" = ANY(${said}::text[]))`);
  }
  return { sql: parts.join(" AND "), values };
}

const searched = [
  ...['e."actorName"', 'e."subjectName"', 'e."subjectId"', 'e."action"', 'e."ip"'],
  ...['e."userAgent"', 'e."requestId"', 'e."before"::text', 'e."after"::text'],
];

/** The acts whose sentence has these words. */
function saying(words: string): string[] {
  const wanted = words.toLowerCase();
  return Object.entries(actions)
    .filter(([, sentence]) => sentence.toLowerCase().includes(wanted))
    .map(([action]) => action);
}
