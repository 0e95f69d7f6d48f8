// The database of the tested installation.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

export async function inDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(await connection());
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Of the embedded database. */
async function connection(): Promise<pg.ClientConfig> {
  const room = process.env["GATEHOUSE_E2E_DATA_DIR"] ?? ".data";
  const { password, port } = JSON.parse(await readFile(join(room, "postgres.json"), "utf8"));
  const name = "gatehouse";
  return { host: "127.0.0.1", port, user: name, password, database: name };
}
