import { sha256 } from "@/server/core/ids";
import { db, type Tx } from "@/server/infra/db";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { findOffers, type Offer } from "@/server/members/invitation";
import type { InvitationToken } from "@/server/members/schema";

/** Per address: whoever tries links that are none is slowed down; who has one is not (security: T36). */
const misses: Limit = { name: "invite_open", points: 30, seconds: 900 };

const columns = {
  id: true,
  projectId: true,
  email: true,
  roles: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
  invitedById: true,
  project: { select: { name: true, slug: true } },
  invitedBy: { select: { name: true, email: true } },
} as const;

export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof readInvitation>>>;

/** By its token; null for a token that is none. */
export async function readInvitation(tx: Tx, token: string) {
  return tx.invitation.findUnique({ where: { tokenHash: sha256(token) }, select: columns });
}

/** Those of an address that nobody used, withdrew or let expire; the address is in lower case. */
export async function findOpenInvitations(tx: Tx, email: string, now: Date) {
  return tx.invitation.findMany({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    select: columns,
    orderBy: { id: "asc" },
    take: 50,
  });
}

export type InvitationState = "open" | "expired" | "used" | "revoked" | "void";

/** Whether the link still works, and why not. `offers` is what `findOffers` found. */
export function stateOf(
  { acceptedAt, revokedAt, expiresAt }: FoundInvitation,
  offers: readonly Offer[] | null,
  now: Date,
): InvitationState {
  if (acceptedAt) return "used";
  if (revokedAt) return "revoked";
  if (expiresAt <= now) return "expired";
  return offers ? "open" : "void";
}

type Visitor = { person: { email: string } | null; ip: string | null; now: Date };

/**
 * What the holder of a link may know of it. `unknown` for a token that is none; after 30 of these in 15 minutes
 * `rate_limited`.
 */
export async function openInvitation({ person, ip, now }: Visitor, { token }: InvitationToken) {
  const found = await readInvitation(db(), token);
  if (!found) {
    await takePoint(misses, ip ?? "unknown");
    return { state: "unknown" as const };
  }
  const offers = await findOffers(db(), found, now);
  const state = stateOf(found, offers, now);
  const inviter = found.invitedBy;
  const about = { project: found.project.name, inviter };
  // Whoever the link was for may see it once more: they are in.
  const mine = person !== null && person.email === found.email;
  if (state !== "open") {
    const slug = state === "used" && mine ? found.project.slug : null;
    return { state, ...about, slug };
  }
  return {
    ...{ state, ...about, email: found.email, expiresAt: found.expiresAt },
    roles: (offers ?? []).map(({ role, until }) => ({ name: role.name, until })),
    hasAccount: (await db().user.count({ where: { email: found.email } })) > 0,
    visitor: visitorOf(person, mine),
  };
}

function visitorOf(person: { email: string } | null, mine: boolean) {
  if (!person) return { kind: "nobody" as const };
  if (mine) return { kind: "invited" as const };
  return { kind: "other" as const, email: person.email };
}
