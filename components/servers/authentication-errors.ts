import type { AuthenticationErrors } from "./authentication-fields";

type Message = { message?: string | undefined };

const names = ["token", "name", "value", "clientId", "clientSecret"] as const;

/** The errors of whichever method was chosen: the form library types them by the union's common fields alone. */
export function authenticationErrors(error: object | undefined): AuthenticationErrors {
  const fields = (error ?? {}) as Partial<Record<(typeof names)[number], Message>>;
  const found: AuthenticationErrors = {};
  for (const name of names) {
    const message = fields[name]?.message;
    if (message) found[name] = message;
  }
  return found;
}
