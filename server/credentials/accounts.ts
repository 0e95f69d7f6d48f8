import {
  type Account,
  accountServerColumns,
  type Reach,
  toAccount,
} from "@/server/credentials/to-account";
import { listConnectable } from "@/server/grants/offers";
import { db } from "@/server/infra/db";
import type { Prisma } from "@/server/infra/generated/client";
import { projectsHolding } from "@/server/projects/holding";

/** Servers where each person has an account of their own. */
const personal = { credentialMode: "personal", authMethod: { not: "none" } } as const;

/**
 * All accounts of a person: at every server their endpoints need, and whatever else is stored for them, so that they can
 * take it back also from where they have no access any more.
 */
export async function listAccounts(userId: string, now: Date): Promise<Account[]> {
  const endpoints = await listConnectable(userId, now);
  const projects = await projectsHolding({ userId, now }, "server.edit");
  const where = { ...personal, OR: [neededBy(endpoints), { credentials: { some: { userId } } }] };
  return readAccounts(userId, where, { endpoints, editable: new Set(projects.keys()) }, now);
}

/** The accounts these endpoints need before a client may use them; the person must be permitted to connect to them. */
export function accountsFor(
  userId: string,
  endpoints: Reach["endpoints"],
  now: Date,
): Promise<Account[]> {
  const where = { ...personal, ...neededBy(endpoints) };
  return readAccounts(userId, where, { endpoints, editable: new Set() }, now);
}

function neededBy(endpoints: Reach["endpoints"]) {
  const ids = endpoints.map(({ id }) => id);
  return { disabledAt: null, endpoints: { some: { endpointId: { in: ids } } } };
}

async function readAccounts(
  userId: string,
  where: Prisma.McpServerWhereInput,
  reach: Reach,
  now: Date,
): Promise<Account[]> {
  const rows = await db().mcpServer.findMany({
    where,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: accountServerColumns(userId),
  });
  return Promise.all(rows.map((row) => toAccount(row, userId, reach, now)));
}
