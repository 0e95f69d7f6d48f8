// What a browser cannot do to the tested installation: put a second person there, and let time pass.
import { hashPassword } from "@/server/auth/password";
import { newId, sha256 } from "@/server/core/ids";
import { inDatabase } from "./database";
import type { Somebody } from "./people";

/** Makes the person a member of the project. */
export async function addColleague(
  person: Somebody,
  project: string,
  role: "member" | "auditor" = "member",
): Promise<void> {
  await inDatabase(async (client) => {
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
      `INSERT INTO "MembershipRole" (id, "membershipId", role) VALUES ($1, $2, $3)`,
      [newId(), membershipId, role],
    );
  });
}

/** An authorization request whose hour is over. */
export async function expireRequest(uid: string): Promise<void> {
  await inDatabase(async (client) => {
    await client.query(`DELETE FROM "OAuthArtefact" WHERE "idHash" = $1`, [sha256(uid)]);
  });
}
