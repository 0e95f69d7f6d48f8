// In: a verified identity of nobody here. Out: the person made for it, or null. Promises that an account is made only for
// who is invited by that address or whose whole domain the installation lets in, with the roles named there and no other.
import { type Author, record } from "@/server/audit/record";
import type { SignOn } from "@/server/auth/single-sign-on";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import type { Tx } from "@/server/infra/db";
import { log } from "@/server/infra/log";
import type { DomainJoin } from "@/server/infra/oidc";
import { admit, claimFound } from "@/server/members/accept";
import { findOffers } from "@/server/members/invitation";
import { findOpenInvitations } from "@/server/members/open-invitation";
import { type FoundRole, requireRole } from "@/server/roles/find";

type Person = { id: string; name: string };

/** The new person, a member of each project they are invited to or their domain joins. */
export async function createByIdentity(
  tx: Tx,
  { identity, caller, oidc }: SignOn,
  email: string,
): Promise<Person | null> {
  const { now } = caller;
  const invitations = await findUsable(tx, email, now);
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const places = await findPlaces(
    tx,
    oidc.joins.filter((join) => join.domain === domain),
  );
  if (invitations.length + places.length === 0) return null;
  const person = { id: newId(now.getTime()), name: nameOf(identity.name, email) };
  const author: Author = { ...caller, userId: person.id, userName: person.name };
  await tx.user.create({ data: { ...person, email, createdAt: now } });
  await record(tx, author, {
    action: "person.created",
    projectId: null,
    subject: { type: "user", ...person },
    after: { email, provider: new URL(identity.issuer).host },
  });
  for (const { invitation, offers } of invitations) {
    await claimFound(tx, invitation, now);
    await admit(tx, author, { invitation, offers }, person);
  }
  for (const { project, role } of places) {
    const offers = [{ role, until: null }];
    const invitation = { projectId: project.id, project, invitedBy: null };
    await admit(tx, author, { invitation, offers }, person);
  }
  return person;
}

/** The invitations of an address that still give something. */
async function findUsable(tx: Tx, email: string, now: Date) {
  const usable = [];
  for (const invitation of await findOpenInvitations(tx, email, now)) {
    const offers = await findOffers(tx, invitation, now);
    if (offers) usable.push({ invitation, offers });
  }
  return usable;
}

type Place = { project: { id: string; slug: string; name: string }; role: FoundRole };

/** A project or role that is not there lets nobody in, and does not keep others out. */
async function findPlaces(tx: Tx, joins: readonly DomainJoin[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const { project: slug, role: key } of joins) {
    const select = { id: true, slug: true, name: true } as const;
    const project = await tx.project.findUnique({ where: { slug }, select });
    const role = project ? await roleIfThere(tx, project.id, key) : null;
    if (project && role) places.push({ project, role });
    else
      log().warn(
        { project: slug, role: key },
        "OIDC_JOIN names a project or role that is not there",
      );
  }
  return places;
}

async function roleIfThere(tx: Tx, projectId: string, key: string): Promise<FoundRole | null> {
  try {
    return await requireRole(tx, projectId, key);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

/** As the provider says it, or the address until the person says better. */
function nameOf(claimed: string | null, email: string): string {
  const plain = (claimed ?? "").normalize("NFKC").replace(/\p{C}/gu, "").trim().slice(0, 80);
  return plain || email;
}
