// In: a refusal by a server that had been given a token, and what was tried before. Out: what could help. Promises that
// following it ends: one refresh, three step-ups, then a person must act (security: T53).
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import { toScopes } from "@/server/upstream/oauth/scopes";

export type Refused = { status: number; challenge: BearerChallenge | null };

export type Tried = {
  canRefresh: boolean;
  /** A refresh was made for this very call. */
  refreshed: boolean;
  /** Sign-ins for more scopes since the last call that succeeded. */
  stepUps: number;
  /** What the sign-ins asked for so far. */
  scopes: readonly string[] | null;
};

export type Cure =
  | { kind: "refresh" }
  /** A person must sign in again, for these scopes: all earlier ones and the challenge's. */
  | { kind: "step_up"; scopes: string[] }
  | { kind: "sign_in" }
  /** No token would help. */
  | { kind: "none" };

const mostStepUps = 3;

export function cureFor({ status, challenge }: Refused, tried: Tried): Cure {
  if (status === 401) return { kind: tried.canRefresh && !tried.refreshed ? "refresh" : "sign_in" };
  if (status !== 403 || !challenge?.scopes || !isAboutScope(challenge.error))
    return { kind: "none" };
  const asked = tried.scopes ?? [];
  // Where all of it was asked for already, the same sign-in would end the same way.
  const nothingNew = challenge.scopes.every((scope) => asked.includes(scope));
  if (nothingNew || tried.stepUps >= mostStepUps) return { kind: "sign_in" };
  return { kind: "step_up", scopes: toScopes([...asked, ...challenge.scopes]) ?? [] };
}

/** Servers leave the error out as often as not (RFC 6750 §3.1). */
function isAboutScope(error: string | null): boolean {
  return error === null || error === "insufficient_scope";
}
