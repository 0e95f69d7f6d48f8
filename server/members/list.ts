import type { Ctx } from "@/server/access/access";
import { db } from "@/server/infra/db";
import { isInForce, takingRefusal, toHeld } from "@/server/members/find";
import { listFound } from "@/server/roles/find";

/** More than a project has members. */
const atMost = 2_000;

/** The members of the project by name, also those whose roles have ended; each with what would end with them. */
export async function listMembers(ctx: Ctx) {
  const where = ctx.access.where("member.read");
  const [rows, roles, clients, accounts] = await Promise.all([
    findMembers(where),
    listFound(db(), where.projectId),
    countClients(where, ctx.now),
    countAccounts(where),
  ]);
  const members = rows.map(({ user: { disabledAt, lastSeenAt, ...person }, ...row }) => {
    const held = row.roles.map(toHeld).filter((role) => isInForce(role, ctx.now));
    return {
      ...{ person, lastSeenAt, joinedAt: row.createdAt, roles: held },
      you: person.id === ctx.userId,
      disabled: disabledAt !== null,
      ended: held.length === 0,
      clients: clients.get(person.id) ?? 0,
      accounts: accounts.get(person.id) ?? 0,
      refusal: takingRefusal(
        ctx,
        roles.filter(({ key }) => held.some((one) => one.key === key)),
      ),
    };
  });
  const staying = members.filter(isStayingAdministrator);
  return members.map((member) => ({
    ...member,
    lastAdministrator: staying.length === 1 && staying[0] === member,
  }));
}

function isStayingAdministrator(member: {
  disabled: boolean;
  roles: { key: string; until: Date | null }[];
}): boolean {
  return (
    !member.disabled && member.roles.some(({ key, until }) => key === "admin" && until === null)
  );
}

function findMembers(where: { projectId: string }) {
  return db().membership.findMany({
    where,
    select: {
      createdAt: true,
      user: { select: { id: true, name: true, email: true, disabledAt: true, lastSeenAt: true } },
      roles: {
        select: { role: true, expiresAt: true, custom: { select: { name: true } } },
        orderBy: { id: "asc" },
      },
    },
    orderBy: [{ user: { name: "asc" } }, { id: "asc" }],
    take: atMost,
  });
}

/** AI clients that act for a person at endpoints of the project. */
async function countClients(endpoint: { projectId: string }, now: Date) {
  const rows = await db().oAuthGrant.groupBy({
    by: ["userId"],
    where: { endpoint, revokedAt: null, expiresAt: { gt: now } },
    _count: true,
  });
  return new Map(rows.map(({ userId, _count }) => [userId, _count]));
}

/** Accounts of their own that people connected at servers of the project. */
async function countAccounts(server: { projectId: string }) {
  const rows = await db().serverCredential.groupBy({
    by: ["userId"],
    where: { server, userId: { not: null } },
    _count: true,
  });
  return new Map(rows.map(({ userId, _count }) => [userId, _count]));
}
