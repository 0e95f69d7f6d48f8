import { notFound } from "@/server/access/access";
import { record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { db, transaction } from "@/server/infra/db";
import type { AddAdministrator } from "@/server/projects/schema";
import { requireInstallationAdmin } from "@/server/settings/administrators";

/** Every project of the installation; the door has checked that an administrator asks. What is in them stays theirs. */
export async function listAllProjects({ now }: Pick<Actor, "now">) {
  const inForce = { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
  const rows = await db().project.findMany({
    select: {
      ...{ id: true, slug: true, name: true, createdAt: true },
      memberships: {
        where: { user: { disabledAt: null }, roles: { some: { role: "admin", ...inForce } } },
        select: { user: { select: { id: true, name: true } } },
        orderBy: { createdAt: "asc" },
        take: 100,
      },
      _count: { select: { memberships: true, servers: true, endpoints: true } },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 1_000,
  });
  return rows.map(({ memberships, _count, ...row }) => ({
    ...row,
    ...{ members: _count.memberships, servers: _count.servers, endpoints: _count.endpoints },
    administrators: memberships.map(({ user }) => user),
  }));
}

/**
 * Makes somebody an administrator of a project, for a project whose own are gone or must be replaced. It stands in the
 * project's own record, so that its members see it.
 */
export async function addAdministrator(actor: Actor, input: AddAdministrator): Promise<void> {
  await transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const [project, person] = [
      await tx.project.findUnique({ where: { id: input.projectId }, select: { id: true } }),
      await tx.user.findUnique({ where: { id: input.person } }),
    ];
    if (!project) throw notFound("project");
    if (!person) throw notFound("person");
    if (person.disabledAt)
      throw new AppError("conflict", `${person.name} is disabled. Enable them first.`);
    const whose = { projectId: project.id, userId: person.id };
    const { id: membershipId } = await tx.membership.upsert({
      where: { projectId_userId: whose },
      create: { id: newId(actor.now.getTime()), ...whose },
      update: {},
      select: { id: true },
    });
    await tx.membershipRole.upsert({
      where: { membershipId_role: { membershipId, role: "admin" } },
      create: { id: newId(actor.now.getTime()), membershipId, role: "admin" },
      update: { expiresAt: null },
    });
    await record(tx, actor, {
      action: "member.added",
      projectId: project.id,
      subject: { type: "user", id: person.id, name: person.name },
      after: { roles: ["Admin"] },
    });
  });
}
