// A second person of the tested installation, put there as an invitation would.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { hashPassword } from "@/server/auth/password";
import { newId } from "@/server/core/ids";
import type { Somebody } from "./people";

/** Makes the person a member of the project. */
export async function addColleague(person: Somebody, project: string): Promise<void> {
  const client = new pg.Client(await connection());
  await client.connect();
  try {
    const [userId, membershipId] = [newId(), newId()];
    await client.query(
      `INSERT INTO "User" (id, email, name, "passwordHash") VALUES ($1, $2, $3, $4)`,
      [userId, person.email, person.name, await hashPassword(person.password)],
    );
    await client.query(
      `INSERT INTO "Membership" (id, "projectId", "userId") SELECT $1, id, $2 FROM "Project" WHERE slug = $3`,
      [membershipId, userId, project],
    );
    await client.query(
      `INSERT INTO "MembershipRole" (id, "membershipId", role) VALUES ($1, $2, 'member')`,
      [newId(), membershipId],
    );
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
