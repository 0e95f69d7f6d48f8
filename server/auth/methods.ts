// In: nothing. Out: how people can sign in here. Promises nothing an outsider could not see on the login page.
import { hasPeople } from "@/server/auth/bootstrap";
import { AppError } from "@/server/core/errors";
import { env } from "@/server/infra/env";

/**
 * `people` is false while the installation waits for its set-up; `singleSignOn` is the provider's host; `passwords` is
 * false where single sign-on is the only way in.
 */
export async function signInMethods() {
  const { oidc } = env();
  const singleSignOn = oidc ? new URL(oidc.issuer).host : null;
  return { people: await hasPeople(), singleSignOn, passwords: !oidc?.only };
}

/** Throws `forbidden` where nobody signs in with a password. */
export function requirePasswords(): void {
  if (!env().oidc?.only) return;
  throw new AppError("forbidden", "Passwords are not used here. Sign in by single sign-on.");
}
