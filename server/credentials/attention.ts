import { db } from "@/server/infra/db";

/** A server that works, whose accounts will soon not, or do not for some people. */
export type CredentialAttention = { slug: string; name: string } & (
  | { kind: "expiring"; expiresAt: Date }
  | { kind: "people"; people: number }
);

const soonMs = 7 * 86_400_000;
const most = 20;

/** Shared accounts that end within a week and cannot be renewed, and servers where people have to sign in again. */
export async function credentialsInNeed(
  projectId: string,
  now: Date,
): Promise<CredentialAttention[]> {
  const server = { projectId, disabledAt: null, status: "connected" };
  const select = { slug: true, name: true } as const;
  const [expiring, people] = await Promise.all([
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
  ]);
  return [
    ...expiring.flatMap(({ server: { slug, name }, expiresAt }) =>
      expiresAt ? [{ kind: "expiring" as const, slug, name, expiresAt }] : [],
    ),
    ...people.map(({ slug, name, _count }) => ({
      ...{ kind: "people" as const, slug, name },
      people: _count.credentials,
    })),
  ];
}

const peopleInNeed = { userId: { not: null }, needsSignInSince: { not: null } };
