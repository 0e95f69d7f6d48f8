import { type Ctx, notFound } from "@/server/access/access";
import { type AccountState, stateOf } from "@/server/credentials/account-state";
import type { CredentialOf } from "@/server/credentials/schema";
import { accountColumns, canOpen } from "@/server/credentials/to-account";
import { db } from "@/server/infra/db";
import { inForce, isMember } from "@/server/projects/membership";
import { findRights } from "@/server/roles/rights";

/** Somebody who needs an account of their own at a server, and how far they are. No secret is in it. */
export type PersonAccount = {
  userId: string;
  name: string;
  email: string;
  state: AccountState;
  reason: string | null;
  account: string | null;
  hint: string;
  connectedAt: Date | null;
  lastUsedAt: Date | null;
};

type Person = { id: string; name: string; email: string };

const person = { select: { id: true, name: true, email: true } } as const;

/** Everybody who may use an endpoint with this server, and whoever else has an account there still; by name. */
export async function listPeople(ctx: Ctx, input: CredentialOf): Promise<PersonAccount[]> {
  const server = await db().mcpServer.findFirst({
    where: { ...ctx.access.where("server.edit"), id: input.server },
    select: {
      id: true,
      projectId: true,
      authMethod: true,
      endpoints: {
        where: { endpoint: { disabledAt: null } },
        select: { endpoint: { select: { name: true } } },
      },
      credentials: {
        where: { userId: { not: null } },
        select: { ...accountColumns, userId: true, user: person },
      },
    },
  });
  if (!server) throw notFound("server");
  const names = server.endpoints.map(({ endpoint }) => endpoint.name);
  const people = new Map((await usersOf(ctx, names)).map((one) => [one.id, one]));
  for (const { user } of server.credentials) if (user) people.set(user.id, user);
  const held = new Map(server.credentials.map((one) => [one.userId, one]));
  const listed = [...people.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
  return Promise.all(
    listed.map(async (one) => {
      const row = held.get(one.id) ?? null;
      const opens = row === null || (await canOpen(server, { ...row, userId: one.id }));
      return {
        ...{ userId: one.id, name: one.name, email: one.email },
        ...stateOf(row, server.authMethod, opens, ctx.now),
        account: row?.account ?? null,
        hint: row?.hint ?? "",
        connectedAt: row?.createdAt ?? null,
        lastUsedAt: row?.lastUsedAt ?? null,
      };
    }),
  );
}

/** The members who may connect a client to one of these endpoints. */
async function usersOf({ projectId, now }: Ctx, endpoints: readonly string[]): Promise<Person[]> {
  const members = await db().membership.findMany({
    where: { projectId, ...isMember(now) },
    select: { user: person, roles: { where: inForce(now), select: { role: true } } },
  });
  const may = await Promise.all(
    members.map(async ({ user, roles }) => {
      const rights = await findRights(
        projectId,
        roles.map(({ role }) => role),
      );
      return endpoints.some((name) => rights.allows("endpoint.connect", name)) ? [user] : [];
    }),
  );
  return may.flat();
}
