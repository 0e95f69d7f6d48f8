import { notFound } from "@/server/access/access";
import { type Author, record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { type Erasable, eraseAndRevoke } from "@/server/credentials/erase";
import { type Tx, transaction } from "@/server/infra/db";
import { type Ended, endAccess } from "@/server/members/end-access";
import { keepingInstallationAdmins } from "@/server/members/installation-administrators";
import { forgetResetLinks } from "@/server/members/reset-links";
import type { PersonRef } from "@/server/members/schema";
import { keepingAdministrators } from "@/server/roles/assign";
import { requireInstallationAdmin } from "@/server/settings/administrators";

// What administrators of the installation do with people. Each checks again, in its own transaction, that one asks.

export type Disabled = Ended & { sessions: number };

/**
 * Shuts somebody out everywhere: sessions, AI clients, own accounts and invitations end in the same act. Memberships stay,
 * for the day they come back. Throws `conflict` with reason `last_admin` for the last of the installation or of a project.
 */
export async function disablePerson(actor: Actor, { person: id }: PersonRef): Promise<Disabled> {
  if (id === actor.userId)
    throw new AppError("bad_request", "You cannot disable yourself. Ask another administrator.");
  const { ended, erased } = await transaction((tx) =>
    keepingInstallationAdmins(tx, actor, async () =>
      keepingAdministrators(tx, await administeredBy(tx, id), () => shutOut(tx, actor, id)),
    ),
  );
  await eraseAndRevoke(erased);
  return ended;
}

async function administeredBy(tx: Tx, userId: string): Promise<string[]> {
  const where = { userId, roles: { some: { role: "admin", expiresAt: null } } };
  const rows = await tx.membership.findMany({ where, select: { projectId: true } });
  return rows.map(({ projectId }) => projectId);
}

async function shutOut(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ ended: Disabled; erased: Erasable[] }> {
  const { now } = actor;
  const person = await change(tx, { id, disabledAt: null }, { disabledAt: now });
  const sessions = await endSessions(tx, id, now);
  await forgetResetLinks(tx, id);
  const reason = "The person was disabled";
  const { ended, erased } = await endAccess(tx, actor, { userId: id, reason });
  const all = { ...ended, sessions };
  await recordPerson(tx, actor, "person.disabled", person, { ...all });
  return { ended: all, erased };
}

/** Lets somebody in again; what ended stays ended. */
export async function enablePerson(actor: Actor, { person: id }: PersonRef): Promise<void> {
  await transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const person = await change(tx, { id, disabledAt: { not: null } }, { disabledAt: null });
    await recordPerson(tx, actor, "person.enabled", person);
  });
}

export async function giveAdministration(actor: Actor, { person: id }: PersonRef): Promise<void> {
  await transaction((tx) =>
    keepingInstallationAdmins(tx, actor, async () => {
      const where = { id, instanceAdminSince: null, disabledAt: null };
      const person = await change(tx, where, { instanceAdminSince: actor.now });
      await recordPerson(tx, actor, "person.admin_given", person);
    }),
  );
}

export async function takeAdministration(actor: Actor, { person: id }: PersonRef): Promise<void> {
  await transaction((tx) =>
    keepingInstallationAdmins(tx, actor, async () => {
      const where = { id, instanceAdminSince: { not: null } };
      const person = await change(tx, where, { instanceAdminSince: null });
      await recordPerson(tx, actor, "person.admin_taken", person);
    }),
  );
}

/** Signs somebody out of every browser. */
export async function endPersonSessions(
  actor: Actor,
  { person: id }: PersonRef,
): Promise<{ sessions: number }> {
  return transaction(async (tx) => {
    await requireInstallationAdmin(tx, actor);
    const person = await tx.user.findUnique({ where: { id }, select: { id: true, name: true } });
    if (!person) throw notFound("person");
    const sessions = await endSessions(tx, id, actor.now);
    await recordPerson(tx, actor, "person.sessions_ended", person, { sessions });
    return { sessions };
  });
}

type State = {
  id: string;
  disabledAt?: null | { not: null };
  instanceAdminSince?: null | { not: null };
};
type Change = { disabledAt?: Date | null; instanceAdminSince?: Date | null };

/** Changes a person who is in this state; anybody else is not there, or somebody was quicker. */
async function change(tx: Tx, where: State, data: Change): Promise<{ id: string; name: string }> {
  const select = { id: true, name: true } as const;
  const [person] = await tx.user.updateManyAndReturn({ where, data, select });
  if (person) return person;
  if ((await tx.user.count({ where: { id: where.id } })) === 0) throw notFound("person");
  throw new AppError("conflict", "Somebody has changed this person meanwhile. Look again.");
}

async function endSessions(tx: Tx, userId: string, now: Date): Promise<number> {
  const where = { userId, revokedAt: null, expiresAt: { gt: now } };
  return (await tx.session.updateMany({ where, data: { revokedAt: now } })).count;
}

type PersonAction =
  | "person.disabled"
  | "person.enabled"
  | "person.admin_given"
  | "person.admin_taken"
  | "person.sessions_ended";

function recordPerson(
  tx: Tx,
  author: Author,
  action: PersonAction,
  person: { id: string; name: string },
  after?: Record<string, number>,
): Promise<void> {
  const subject = { type: "user", ...person };
  return record(tx, author, { action, projectId: null, subject, ...(after ? { after } : {}) });
}
