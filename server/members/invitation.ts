import { z } from "zod";
import { isHeld } from "@/server/access/granting";
import { Rights } from "@/server/access/rights";
import { AppError } from "@/server/core/errors";
import type { Tx } from "@/server/infra/db";
import type { GivenRole } from "@/server/members/schema";
import { inForce } from "@/server/projects/membership";
import { type FoundRole, lockRole, requireRole } from "@/server/roles/find";

const StoredRoles = z.array(
  z
    .object({ role: z.string(), expiresAt: z.coerce.date().nullable() })
    .transform(({ role, expiresAt }): GivenRole => ({ role, until: expiresAt })),
);

/** The roles of an invitation as they are stored; none when they cannot be understood. */
export function readRoles(stored: unknown): GivenRole[] {
  return StoredRoles.safeParse(stored).data ?? [];
}

export type Offer = { role: FoundRole; until: Date | null };

type Given = { projectId: string; invitedById: string | null; roles: unknown };

/**
 * What an invitation gives now, its roles locked until the transaction ends. Null when it gives nothing any more: it is only
 * as good as what its author still may give, or who was removed could come back by a link they left (security: T34).
 */
export async function findOffers(tx: Tx, given: Given, now: Date): Promise<Offer[] | null> {
  const { projectId, invitedById } = given;
  const wanted = readRoles(given.roles).filter(({ until }) => until === null || until > now);
  const rights = invitedById ? await rightsNow(tx, projectId, invitedById, now) : null;
  if (wanted.length === 0 || !rights?.holdsAll("member.edit")) return null;
  const offers: Offer[] = [];
  for (const { role: key, until } of wanted.toSorted((a, b) => (a.role < b.role ? -1 : 1))) {
    const role = await roleIfThere(tx, projectId, key);
    if (!role?.rules.every((rule) => isHeld(rights, rule))) return null;
    offers.push({ role, until });
  }
  return offers;
}

/** From the rows, not from what is kept in memory: it may be a second old. */
async function rightsNow(tx: Tx, projectId: string, userId: string, now: Date): Promise<Rights> {
  const rows = await tx.membershipRole.findMany({
    where: { membership: { projectId, userId, user: { disabledAt: null } }, ...inForce(now) },
    select: { role: true },
  });
  const roles: FoundRole[] = [];
  for (const { role } of rows) roles.push(await requireRole(tx, projectId, role));
  return new Rights(roles);
}

async function roleIfThere(tx: Tx, projectId: string, key: string): Promise<FoundRole | null> {
  try {
    return await lockRole(tx, projectId, key);
  } catch (error) {
    // Deleted since.
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
