import { AppError, toAppError } from "@/server/core/errors";

// Why a credential cannot be used, in one shape: the data plane makes results of it, the portal states.

type Mode = "shared" | "personal";
type RequiredReason = "not_connected" | "needs_sign_in" | "unreadable" | "more_rights";

function required(reason: RequiredReason, mode: Mode, message: string, cause?: unknown): AppError {
  return new AppError("connection_required", message, { details: { reason, mode }, cause });
}

export function notConnected(mode: Mode): AppError {
  return required(
    "not_connected",
    mode,
    mode === "personal"
      ? "Your own account is not connected to this server. Connect it under Connections."
      : "No credential is stored for this server. An administrator of the project has to sign in, or enter one, under Credentials.",
  );
}

export function needsSignIn(mode: Mode, reason: string | null): AppError {
  const again =
    mode === "personal" ? "Connect your account again." : "An administrator has to renew it.";
  return required("needs_sign_in", mode, `${reason ?? "The sign-in has ended."} ${again}`);
}

/** The server wants more than what was granted. */
export function needsMoreRights(mode: Mode): AppError {
  const message = "The connected account has not granted the rights that this tool needs.";
  return required("more_rights", mode, message);
}

/** Rethrows what is no fault of the stored secret, such as a database that is away. */
export function unreadable(mode: Mode, error: unknown): never {
  const known = toAppError(error);
  if (known.code !== "internal") throw known;
  throw required("unreadable", mode, unopened, error);
}

const unopened =
  "A stored secret cannot be opened with the configured keys. Enter it again, or restore the key.";
