// In: MAINTENANCE_DATABASE_URL, else DATABASE_URL. Out: one connection for whoever changes the record's tables. Promises
// bounded waits for locks, and that nothing of it is shared with what serves calls.
import pg from "pg";
import { log } from "@/server/infra/log";
import { maintenanceUrl } from "@/server/infra/pg";

// Nobody waits behind us for longer than this; what could not be done then is done in an hour.
const lockMs = 5_000;
/** Counting the rows of a large month takes its time. */
const statementMs = 600_000;

/** Connects; whoever opens it ends it. Throws what connecting throws. */
export async function openMaintenance(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: maintenanceUrl(),
    application_name: "gatehouse-maintenance",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: `-c synchronous_commit=on -c lock_timeout=${lockMs} -c statement_timeout=${statementMs} -c idle_in_transaction_session_timeout=30000`,
  });
  // Without a listener a connection that breaks while idle would end the process.
  client.on("error", (error) => log().warn({ err: error }, "maintenance connection lost"));
  await client.connect();
  return client;
}
