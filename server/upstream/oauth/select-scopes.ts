// In: what a challenge, a server's metadata and earlier sign-ins say about scopes. Out: the scopes to ask for. Promises
// that a later sign-in never asks for less than an earlier one (MCP 2026-07-28, "Step-Up Authorization Flow").
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import { toScopes } from "@/server/upstream/oauth/scopes";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

export type ScopeSources = {
  challenge: BearerChallenge | null;
  /** `scopes_supported` of the protected resource. */
  supported: readonly string[] | null;
  server: AuthorizationServer;
  /** What earlier sign-ins to this server asked for. */
  earlier?: readonly string[] | null;
};

/**
 * The challenge's scopes, else all that the resource supports, and those asked for before; null to leave the parameter
 * out. `offline_access` joins when the authorization server knows it, since it may give no refresh token otherwise.
 */
export function selectScopes({
  challenge,
  supported,
  server,
  earlier,
}: ScopeSources): string[] | null {
  const wanted = [...(earlier ?? []), ...(challenge?.scopes ?? supported ?? [])];
  if (wanted.length === 0) return null;
  const offline = server.scopes?.includes("offline_access") ? ["offline_access"] : [];
  return toScopes([...wanted, ...offline]);
}
