import type { AppError } from "@/server/core/errors";

import type { Outcome, SealedAttempt } from "@/server/credentials/attempts";

/** What came of a sign-in, and a sentence for the person where it did not succeed. */
export type Settled = { outcome: Outcome; reason: string | null };

export const succeeded: Settled = { outcome: "connected", reason: null };

export function failed(reason: string): Settled {
  return { outcome: "failed", reason };
}

// Nothing the service wrote is in any of these: its words may be an attacker's (security: T47).

/** What a service's answer, or the lack of one, came to. */
export function outcomeOfExchange(error: AppError, { server }: SealedAttempt): Settled {
  const { host } = new URL(server.authorizationEndpoint);
  const { reason, error: code } = error.details;
  if (reason === "denied")
    return { outcome: "declined", reason: `You declined the sign-in at ${host}. Nothing changed.` };
  if (reason === "sign_in_refused") return refused(`${host} refused the sign-in. ${again}`);
  if (reason === "code_refused" && (code === "invalid_client" || code === "unauthorized_client"))
    return refused(
      `${host} does not accept Gatehouse as its client. An administrator has to check the client id and secret under Credentials.`,
    );
  if (reason === "code_refused") return refused(error.message);
  if (error.code === "upstream_unreachable" || error.code === "upstream_timeout")
    return failed(
      `${new URL(server.tokenEndpoint).host} did not answer, so the sign-in could not be completed. Connect again in a while.`,
    );
  return failed(error.message);
}

const again = "Connect again; if it happens again, ask an administrator of the project.";

export function refused(reason: string): Settled {
  return { outcome: "refused", reason };
}
