// In: what the identity provider said about somebody. Out: the person here, or null. Promises to trust a verified
// e-mail address once, to link it, to know the person by the provider's own id afterwards, and to create nobody.
import { newId } from "@/server/core/ids";
import { isTaken, transaction } from "@/server/infra/db";

export type Identity = { issuer: string; subject: string; email: string; emailVerified: boolean };

/** The id of the person with this identity (OpenID Connect Core §5.7: issuer and subject together). */
export async function findPersonByIdentity(identity: Identity, now: Date): Promise<string | null> {
  try {
    return await transaction(async (tx) => {
      const provider = identity.issuer;
      const providerAccountId = identity.subject;
      const linked = await tx.account.findUnique({
        where: { provider_providerAccountId: { provider, providerAccountId } },
        select: { user: { select: { id: true, disabledAt: true } } },
      });
      if (linked) return linked.user.disabledAt ? null : linked.user.id;
      if (!identity.emailVerified) return null;
      const user = await tx.user.findUnique({
        where: { email: identity.email.trim().toLowerCase() },
        select: { id: true, disabledAt: true },
      });
      if (!user || user.disabledAt) return null;
      await tx.account.create({
        data: { id: newId(now.getTime()), userId: user.id, provider, providerAccountId },
      });
      return user.id;
    });
  } catch (error) {
    // Two sign-ins of one new identity at once: the other one linked it.
    if (isTaken(error)) return findPersonByIdentity(identity, now);
    throw error;
  }
}
