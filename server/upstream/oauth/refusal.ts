// In: why a server's way of signing people in cannot be used. Out: the AppError that says so. Promises fixed words of
// ours: nothing the other side wrote, and no secret, is in it.
import { AppError } from "@/server/core/errors";

export type Refusal =
  /** Its documents: absent, elsewhere, about something else, or with addresses we do not go to. */
  | "not_offered"
  | "no_metadata"
  | "foreign_metadata"
  | "invalid_metadata"
  | "resource_mismatch"
  | "issuer_mismatch"
  | "address"
  /** What its authorization server cannot do. */
  | "no_pkce"
  | "client_authentication"
  /** What it answered. */
  | "issuer_changed"
  | "sign_in_refused"
  | "code_refused";

/** An `upstream_invalid` whose `details.reason` is one of ours. */
export function refusal(
  reason: Refusal,
  message: string,
  details: Record<string, unknown> = {},
): AppError {
  return new AppError("upstream_invalid", message, { details: { ...details, reason } });
}
