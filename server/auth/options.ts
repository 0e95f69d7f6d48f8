// In: the device that signs in. Out: next-auth's settings. Promises that its token carries our session token alone.
import type { AuthOptions, User } from "next-auth";
import type { Provider } from "next-auth/providers/index";
import { requirePasswords } from "@/server/auth/methods";
import { SignIn } from "@/server/auth/schema";
import { authSecret, cookies, isSecure, maxAgeSeconds } from "@/server/auth/session-cookie";
import { closeSession, openSession, recordFailure } from "@/server/auth/session-record";
import { type Device, findPersonByToken } from "@/server/auth/session-store";
import { checkPassword } from "@/server/auth/sign-in";
import { type Found, findPersonByIdentity } from "@/server/auth/single-sign-on";
import { type AppError, toAppError } from "@/server/core/errors";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";
import type { Oidc } from "@/server/infra/oidc";

export type SigningIn = Device & {
  /** The session this browser had before, which a new one replaces. */
  previous: string | null;
  requestId: string;
  now: Date;
  /** Told of a refusal, so that the door can answer with its status. */
  onRefusal: (error: AppError) => void;
};

export function authOptions(device: SigningIn): AuthOptions {
  const oidc = env().oidc;
  return {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    useSecureCookies: isSecure(),
    cookies: cookies(),
    pages: { signIn: "/login", error: "/login" },
    providers: [password(device), ...(oidc ? [singleSignOn(oidc)] : [])],
    logger: {
      // The facts may hold tokens of the identity provider, so only their name is kept.
      error: (reason) => log().warn({ reason }, "sign-in failed"),
      warn: () => {},
      debug: () => {},
    },
    callbacks: {
      async signIn({ user, account }) {
        const found = await personOf(user, account?.provider === "oidc", device);
        if ("person" in found) return true;
        const { code, reason } = found.refusal;
        const email = user.email ?? "";
        await recordFailure(device, { method: "single sign-on", reason, email });
        // Who is signed in came from their account's page.
        return `${(await signedInAs(device)) ? "/account" : "/login"}?error=${code}`;
      },
      async jwt({ token, user, account, trigger }) {
        if (trigger !== "signIn") return token;
        const viaSso = account?.provider === "oidc";
        const found = await personOf(user, viaSso, device);
        if (!("person" in found)) return {};
        const method = viaSso ? "single sign-on" : "password";
        return { session: await openSession(found.person, device, method) };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.["session"] === "string") await closeSession(token["session"], device);
      },
    },
  };
}

function password(device: SigningIn): Provider {
  return {
    id: "credentials",
    name: "Password",
    type: "credentials",
    credentials: {},
    authorize: async (typed) => {
      const input = SignIn.safeParse(typed);
      if (!input.success) return null;
      try {
        requirePasswords();
        const id = await checkPassword(input.data, device);
        return id ? { id } : null;
      } catch (error) {
        const refusal = toAppError(error);
        if (refusal.code === "internal") log().error({ err: error }, "sign-in failed");
        device.onRefusal(refusal);
        throw refusal;
      }
    },
  };
}

type Claims = { email?: string; email_verified?: boolean; name?: unknown; sub: string };

function singleSignOn(oidc: Oidc): Provider {
  return {
    id: "oidc",
    name: new URL(oidc.issuer).host,
    type: "oauth",
    wellKnown: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    profile: (claims: Claims) => ({
      id: claims.sub,
      email: claims.email ?? "",
      emailVerified: claims.email_verified === true,
      name: typeof claims.name === "string" ? claims.name : null,
    }),
  };
}

/** The person behind what a provider returned: our own id, or the identity of a single sign-on. */
async function personOf(user: User, viaSso: boolean, caller: SigningIn): Promise<Found> {
  const oidc = env().oidc;
  if (!viaSso || !oidc) return { person: user.id };
  const emailVerified = "emailVerified" in user && user.emailVerified === true;
  const identity = {
    issuer: oidc.issuer,
    subject: user.id,
    email: user.email ?? "",
    emailVerified,
    name: user.name ?? null,
  };
  const { ip, userAgent, requestId, now } = caller;
  return findPersonByIdentity({
    ...{ identity, oidc, signedInAs: await signedInAs(caller) },
    caller: { ip, userAgent, requestId, now },
  });
}

/** Whose session this browser still has. */
async function signedInAs({ previous, now }: SigningIn): Promise<string | null> {
  if (!previous) return null;
  return (await findPersonByToken(previous, now))?.id ?? null;
}
