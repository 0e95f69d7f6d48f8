import type { Ctx } from "@/server/access/access";
import type { Rights } from "@/server/access/rights";
import { db } from "@/server/infra/db";
import { inForce, isMember } from "@/server/projects/membership";
import { findRights } from "@/server/roles/rights";

/** A member, the roles they hold now, and until when. */
export type Holder = {
  person: { id: string; name: string; email: string };
  roles: { key: string; until: Date | null }[];
  rights: Rights;
};

/** The members of the project by name; one of them when `person` is given. */
export async function listHolders(ctx: Ctx, person?: string): Promise<Holder[]> {
  const { projectId, now } = ctx;
  const rows = await db().membership.findMany({
    where: { projectId, ...isMember(now), ...(person === undefined ? {} : { userId: person }) },
    select: {
      user: { select: { id: true, name: true, email: true } },
      roles: { where: inForce(now), select: { role: true, expiresAt: true } },
    },
    orderBy: [{ user: { name: "asc" } }, { id: "asc" }],
    take: 2_000,
  });
  return Promise.all(
    rows.map(async ({ user, roles }) => ({
      person: user,
      roles: roles.map(({ role, expiresAt }) => ({ key: role, until: expiresAt })),
      rights: await findRights(
        projectId,
        roles.map(({ role }) => role),
      ),
    })),
  );
}
