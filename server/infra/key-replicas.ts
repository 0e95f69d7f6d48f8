// In: the ring. Out: the ids of it for others to see, and which keys the processes of Gatehouse at this database have.
// Promises ids only, and to say nothing about a process that does not tell.
import type { Ring } from "@/server/infra/keys";
import { pool } from "@/server/infra/pg";

const prefix = "gatehouse-bus";
/** PostgreSQL cuts longer names. */
const maxName = 63;

/** The name of the one connection that every process keeps open: with its key ids, where they fit. */
export function presenceName(own: Ring): string {
  const name = `${prefix} ${[...own.byId.keys()].join(",")}`;
  return name.length > maxName ? prefix : name;
}

/** A process that runs now; `address` is null for one that came by a local socket. */
export type Process = { address: string | null; keyIds: string[] };

export async function listProcesses(): Promise<Process[]> {
  const { rows } = await pool().query<{ name: string; address: string | null }>(
    `SELECT application_name AS name, host(client_addr) AS address FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE $1 ORDER BY backend_start`,
    [`${prefix} %`],
  );
  return rows.map(({ name, address }) => ({
    address,
    keyIds: name.slice(prefix.length + 1).split(","),
  }));
}

/** Those that could not open what a rotation to `own.active` leaves behind. */
export async function findLackingProcesses(own: Ring): Promise<Process[]> {
  const processes = await listProcesses();
  return processes.filter(({ keyIds }) => !keyIds.includes(own.active.id));
}
