import type { AuthenticationErrors } from "./authentication-fields";

type Message = { message?: string | undefined };

/** The errors of whichever method was chosen: the form library types them by the union's common fields alone. */
export function authenticationErrors(error: object | undefined): AuthenticationErrors {
  const fields = (error ?? {}) as Record<"token" | "name" | "value", Message | undefined>;
  const found: AuthenticationErrors = {};
  if (fields.token?.message) found.token = fields.token.message;
  if (fields.name?.message) found.name = fields.name.message;
  if (fields.value?.message) found.value = fields.value.message;
  return found;
}
