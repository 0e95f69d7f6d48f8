import { db } from "@/server/infra/db";

/** A server that works, whose accounts will soon not, or do not for some people. */
export type CredentialAttention = { slug: string; name: string } & (
  | { kind: "expiring"; expiresAt: Date }
  | { kind: "people"; people: number }
  | { kind: "failed"; people: number }
);

const soonMs = 7 * 86_400_000;
const most = 20;

/**
 * Shared accounts that end within a week and cannot be renewed, servers where people have to sign in again, and those where
 * people tried to within a day and could not.
 */
export async function credentialsInNeed(
  projectId: string,
  now: Date,
): Promise<CredentialAttention[]> {
  const server = { projectId, disabledAt: null, status: "connected" };
  const select = { slug: true, name: true } as const;
  const [expiring, people, failed] = await Promise.all([
    db().serverCredential.findMany({
      where: {
        ...{ server, userId: null, renewable: false },
        expiresAt: { lt: new Date(now.getTime() + soonMs) },
      },
      orderBy: { expiresAt: "asc" },
      take: most,
      select: { expiresAt: true, server: { select } },
    }),
    db().mcpServer.findMany({
      where: { ...server, credentials: { some: peopleInNeed } },
      orderBy: { name: "asc" },
      take: most,
      select: { ...select, _count: { select: { credentials: { where: peopleInNeed } } } },
    }),
    failedToConnect(server, now),
  ]);
  return [
    ...expiring.flatMap(({ server: { slug, name }, expiresAt }) =>
      expiresAt ? [{ kind: "expiring" as const, slug, name, expiresAt }] : [],
    ),
    ...people.map(({ slug, name, _count }) => ({
      ...{ kind: "people" as const, slug, name },
      people: _count.credentials,
    })),
    ...failed,
  ];
}

const triedMs = 86_400_000;

/** People whose sign-in at a service failed, as long as they have no account there: who has one is well, or counted above. */
async function failedToConnect(
  server: { projectId: string; disabledAt: null; status: string },
  now: Date,
): Promise<CredentialAttention[]> {
  const tried = await db().connectionAttempt.findMany({
    where: {
      ...{ server, mode: "personal", outcome: { in: ["refused", "failed"] } },
      createdAt: { gt: new Date(now.getTime() - triedMs) },
    },
    distinct: ["serverId", "userId"],
    orderBy: { createdAt: "desc" },
    take: 500,
    select: { userId: true, serverId: true, server: { select: { slug: true, name: true } } },
  });
  const connected = await db().serverCredential.findMany({
    where: { OR: tried.map(({ userId, serverId }) => ({ userId, serverId })) },
    select: { userId: true, serverId: true },
  });
  const has = new Set(connected.map(({ userId, serverId }) => `${userId} ${serverId}`));
  const left = tried.filter(({ userId, serverId }) => !has.has(`${userId} ${serverId}`));
  const servers = new Map(left.map((one) => [one.serverId, one.server]));
  return [...servers]
    .slice(0, most)
    .map(([id, { slug, name }]) => ({
      ...{ kind: "failed" as const, slug, name },
      people: left.filter(({ serverId }) => serverId === id).length,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

const peopleInNeed = { userId: { not: null }, needsSignInSince: { not: null } };
