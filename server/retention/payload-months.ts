import { pool } from "@/server/infra/pg";
import { leafNameOf } from "@/server/retention/leaves";

/** The month of a moment, as `2026-08`, in UTC. */
export function monthOf(at: Date | string): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** Of these months, those whose payloads are no part of the record any more. */
export async function monthsWithoutPayloads(
  projectId: string,
  months: Iterable<string>,
): Promise<Set<string>> {
  const asked = [...new Set(months)];
  const names = asked.map((month) => `"${leafNameOf("payloads", month, projectId)}"`);
  const { rows } = await pool().query<{ month: string }>({
    name: "retention.payloads",
    text: `SELECT m.month FROM unnest($1::text[], $2::text[]) AS m(month, name) WHERE NOT EXISTS
      (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = to_regclass(m.name) AND NOT i.inhdetachpending)`,
    values: [asked, names],
  });
  return new Set(rows.map(({ month }) => month));
}
