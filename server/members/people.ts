import type { Actor } from "@/server/core/context";
import { db } from "@/server/infra/db";
import { inForce } from "@/server/projects/membership";
import { roleName } from "@/server/roles/names";

const atMost = 1_000;

/** Everybody of the installation with the projects they are in now; the door has checked that an administrator asks. */
export async function listPeople({ userId, now }: Pick<Actor, "userId" | "now">) {
  const [rows, clients, accounts, sessions] = await Promise.all([
    findPeople(now),
    countClients(now),
    countAccounts(),
    countSessions(now),
  ]);
  const administrators = rows.filter((row) => row.instanceAdminSince && !row.disabledAt);
  return rows.map(({ instanceAdminSince, memberships, passwordHash, ...row }) => ({
    ...row,
    you: row.id === userId,
    isAdmin: instanceAdminSince !== null,
    lastAdmin: administrators.length === 1 && administrators[0]?.id === row.id,
    hasPassword: passwordHash !== null,
    clients: clients.get(row.id) ?? 0,
    accounts: accounts.get(row.id) ?? 0,
    sessions: sessions.get(row.id) ?? 0,
    projects: memberships.map(({ roles, project }) => ({
      ...project,
      role: roles.map(roleName).join(", "),
    })),
  }));
}

function findPeople(now: Date) {
  return db().user.findMany({
    select: {
      ...{ id: true, name: true, email: true, instanceAdminSince: true, disabledAt: true },
      ...{ lastSeenAt: true, createdAt: true, passwordHash: true },
      memberships: {
        where: { roles: { some: inForce(now) } },
        select: {
          roles: {
            where: inForce(now),
            select: { role: true, custom: { select: { name: true } } },
          },
          project: { select: { slug: true, name: true } },
        },
        orderBy: { createdAt: "asc" },
      },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: atMost,
  });
}

async function countClients(now: Date) {
  const where = { revokedAt: null, expiresAt: { gt: now } };
  const rows = await db().oAuthGrant.groupBy({ by: ["userId"], where, _count: true });
  return toMap(rows);
}

async function countAccounts() {
  const where = { userId: { not: null } };
  const rows = await db().serverCredential.groupBy({ by: ["userId"], where, _count: true });
  return toMap(rows);
}

async function countSessions(now: Date) {
  const where = { revokedAt: null, expiresAt: { gt: now } };
  const rows = await db().session.groupBy({ by: ["userId"], where, _count: true });
  return toMap(rows);
}

function toMap(rows: readonly { userId: string | null; _count: number }[]) {
  return new Map(rows.map(({ userId, _count }) => [userId, _count]));
}
