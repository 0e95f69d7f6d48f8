// The database as the role that owns it: what an administrator of PostgreSQL can do, and the application cannot.
import pg from "pg";
import { maintenanceUrl } from "@/server/infra/pg";

/** One statement on a connection of its own. */
export async function asOwner<Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<Row>> {
  const client = await ownerClient();
  try {
    return await client.query<Row>(text, [...values]);
  } finally {
    await client.end();
  }
}

/** A connection to be ended by whoever asked for it. */
export async function ownerClient(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: maintenanceUrl() });
  await client.connect();
  return client;
}
