// In: nothing. Out: how people can sign in here. Promises nothing an outsider could not see on the login page.
import { hasPeople } from "@/server/auth/bootstrap";
import { env } from "@/server/infra/env";

/** `people` is false while the installation waits for its set-up; `singleSignOn` is the provider's host. */
export async function signInMethods() {
  const { oidc } = env();
  return { people: await hasPeople(), singleSignOn: oidc ? new URL(oidc.issuer).host : null };
}
