import { type Author, record } from "@/server/audit/record";
import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { type Tx, transaction } from "@/server/infra/db";
import { roleWords } from "@/server/members/find";
import { findOffers, type Offer } from "@/server/members/invitation";
import { type FoundInvitation, readInvitation, stateOf } from "@/server/members/open-invitation";
import type { InvitationToken } from "@/server/members/schema";
import { roleColumns } from "@/server/roles/assign";

/** Makes the signed-in person a member. Throws `forbidden` when the link is for another address, `conflict` when it works no more. */
export async function acceptInvitation(
  actor: Actor & { person: { email: string } },
  input: InvitationToken,
): Promise<{ slug: string }> {
  return transaction(async (tx) => {
    const claimed = await claimInvitation(tx, input.token, actor.now);
    if (claimed.invitation.email !== actor.person.email)
      throw new AppError(
        "forbidden",
        `This invitation is for ${claimed.invitation.email}, and you are signed in as ${actor.person.email}.`,
        { details: { reason: "other_email" } },
      );
    return admit(tx, actor, claimed, { id: actor.userId, name: actor.userName });
  });
}

export type Claimed = { invitation: FoundInvitation; offers: Offer[] };

/** Uses the link up: of two who try at once, one does. Throws `not_found`, or `conflict` with reason `invitation` and its state. */
export async function claimInvitation(tx: Tx, token: string, now: Date): Promise<Claimed> {
  const invitation = await readInvitation(tx, token);
  if (!invitation) throw new AppError("not_found", "This invitation link is not valid.");
  const offers = await findOffers(tx, invitation, now);
  const state = stateOf(invitation, offers, now);
  if (state !== "open" || !offers) throw refusal(state);
  await claimFound(tx, invitation, now);
  return { invitation, offers };
}

/** Uses up an invitation that was found open. Throws `conflict` when somebody else was faster. */
export async function claimFound(tx: Tx, { id }: { id: string }, now: Date): Promise<void> {
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (count === 0) throw refusal("used");
}

function refusal(state: string): AppError {
  return new AppError("conflict", "This invitation does not work any more. Ask for a new link.", {
    details: { reason: "invitation", state },
  });
}

/** What membership is given by: an invitation, or a rule of the installation, which nobody in particular wrote. */
type Admission = {
  invitation: Pick<FoundInvitation, "projectId" | "project" | "invitedBy">;
  offers: Offer[];
};

/** The membership that a claimed invitation gives; roles the person holds already stay as they are. */
export async function admit(
  tx: Tx,
  author: Author,
  { invitation, offers }: Admission,
  person: { id: string; name: string },
): Promise<{ slug: string }> {
  const { projectId, project } = invitation;
  const { id: membershipId } = await tx.membership.upsert({
    where: { projectId_userId: { projectId, userId: person.id } },
    create: {
      id: newId(author.now.getTime()),
      projectId,
      userId: person.id,
      createdAt: author.now,
    },
    update: {},
    select: { id: true },
  });
  // What ended does not come back beside what is new.
  await tx.membershipRole.deleteMany({ where: { membershipId, expiresAt: { lte: author.now } } });
  await tx.membershipRole.createMany({
    data: offers.map(({ role, until }) => ({
      ...{ id: newId(author.now.getTime()), membershipId, expiresAt: until },
      ...roleColumns(role),
    })),
    skipDuplicates: true,
  });
  await record(tx, author, {
    action: "member.joined",
    projectId,
    subject: { type: "user", ...person },
    after: {
      roles: offers.map(({ role, until }) => roleWords({ name: role.name, until })),
      invitedBy: invitation.invitedBy?.name ?? null,
    },
  });
  return { slug: project.slug };
}
