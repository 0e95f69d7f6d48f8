// In: what the identity provider said about somebody, and who this browser was signed in as. Out: the person here, or why
// there is none. Promises to know a person by the provider's own id (OpenID Connect Core §5.7), to link it once, and never
// to hand an account that somebody can prove in another way to whoever merely has its address at the provider.
import { record } from "@/server/audit/record";
import { createByIdentity } from "@/server/auth/first-sign-in";
import type { Caller } from "@/server/auth/session-record";
import { newId } from "@/server/core/ids";
import { isTaken, type Tx, transaction } from "@/server/infra/db";
import type { Oidc } from "@/server/infra/oidc";

type Identity = {
  issuer: string;
  subject: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
};

/** `UnknownIdentity`, `LinkFirst` and `OtherIdentity` are told to the person; the reason is for the auditor. */
type Refusal = { code: "UnknownIdentity" | "LinkFirst" | "OtherIdentity"; reason: string };

export type Found = { person: string } | { refusal: Refusal };

/** `signedInAs`: whose session this browser has, which proves that an account is theirs. */
export type SignOn = { identity: Identity; signedInAs: string | null; caller: Caller; oidc: Oidc };

/** The person with this identity (issuer and subject together), linked or created where the rules allow it. */
export async function findPersonByIdentity(signOn: SignOn): Promise<Found> {
  try {
    return await transaction((tx) => find(tx, signOn));
  } catch (error) {
    // Two sign-ins of one new identity at once: the other one linked it.
    if (isTaken(error)) return findPersonByIdentity(signOn);
    throw error;
  }
}

async function find(tx: Tx, signOn: SignOn): Promise<Found> {
  const { issuer: provider, subject: providerAccountId, emailVerified } = signOn.identity;
  const linked = await tx.account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    select: { user: { select: { id: true, disabledAt: true } } },
  });
  if (linked) return linked.user.disabledAt ? disabled : { person: linked.user.id };
  if (!emailVerified) return unknown("The provider has not verified the address");
  const email = signOn.identity.email.trim().toLowerCase();
  const user = await lockUser(tx, email);
  if (!user) {
    const person = await createByIdentity(tx, signOn, email);
    return person ? link(tx, signOn, person) : unknown("Nobody here has this identity");
  }
  if (user.disabledAt) return disabled;
  const refusal = refusalToLink(user, signOn);
  return refusal ? { refusal } : link(tx, signOn, user);
}

type User = NonNullable<Awaited<ReturnType<typeof lockUser>>>;

/** Locked, so that of two identities with one address the second finds the first linked. */
async function lockUser(tx: Tx, email: string) {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "email" = ${email} FOR UPDATE`;
  return tx.user.findUnique({
    where: { email },
    select: {
      ...{ id: true, name: true, disabledAt: true, passwordHash: true },
      accounts: { select: { provider: true } },
    },
  });
}

function refusalToLink(user: User, { identity, signedInAs, oidc }: SignOn): Refusal | null {
  if (signedInAs === user.id) return null;
  // An address passes to somebody else when a person leaves; the id the provider gives does not.
  if (user.accounts.some(({ provider }) => provider === identity.issuer))
    return { code: "OtherIdentity", reason: "The address is linked to another identity" };
  if (oidc.trustEmail) return null;
  if (user.passwordHash === null && user.accounts.length === 0) return null;
  return {
    code: "LinkFirst",
    reason: "The account has another way to sign in, which was not shown",
  };
}

async function link(
  tx: Tx,
  { identity, caller }: SignOn,
  { id, name }: { id: string; name: string },
): Promise<Found> {
  const { issuer: provider, subject: providerAccountId } = identity;
  const at = caller.now.getTime();
  await tx.account.create({ data: { id: newId(at), userId: id, provider, providerAccountId } });
  const author = { ...caller, userId: id, userName: name };
  await record(tx, author, {
    action: "account.identity_linked",
    projectId: null,
    subject: { type: "user", id, name },
    after: { provider: new URL(provider).host },
  });
  return { person: id };
}

const disabled: Found = unknown("The person is disabled");

function unknown(reason: string): Found {
  return { refusal: { code: "UnknownIdentity", reason } };
}
