import { signIn } from "next-auth/react";

const wrong = "That e-mail and password do not match.";
const silent = "Gatehouse did not answer. Check your connection and try again.";

/** Signs in with a password. Returns the sentence to show, or null when signed in. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    return !answer?.error || answer.error === "CredentialsSignin" ? wrong : answer.error;
  } catch {
    return silent;
  }
}

/** What came back in the address after single sign-on; only known words, for anybody can write an address. */
export function ssoFailure(code: string | undefined): string | undefined {
  if (!code || code === "SessionRequired") return undefined;
  if (code === "UnknownIdentity" || code === "AccessDenied")
    return "Nobody here has that identity with a verified e-mail address. Ask an administrator of the installation.";
  if (code === "LinkFirst")
    return "This address has an account here with another way to sign in. Sign in with that, then connect single sign-on on your account page.";
  if (code === "OtherIdentity")
    return "This address is connected to another identity of the provider. Ask an administrator of the installation.";
  return "Single sign-on did not work. Try again.";
}
