import { type AppError, toAppError } from "@/server/core/errors";
import { credentialKeyOf, openCredential } from "@/server/credentials/open";
import { log } from "@/server/infra/log";
import type { ServerRow } from "@/server/servers/find";
import type { ServerStatus } from "@/server/servers/schema";
import { egressReady } from "@/server/settings/egress-feed";

export type State = { status: ServerStatus; statusReason: string | null };

export const connected: State = { status: "connected", statusReason: null };

/** How we reach a server and sign in to it. */
export type Contact = {
  serverId: string;
  url: string;
  credentialKey: string;
  headers: Record<string, string>;
};

/** Opens the credential and runs `ask`; whatever goes wrong becomes a state with a reason for people. */
export async function contactServer<T>(
  server: ServerRow,
  ask: (contact: Contact) => Promise<T>,
): Promise<{ answer: T | null; state: State }> {
  try {
    await egressReady();
    const headers = await openCredential(server, server.credential).catch(unreadable);
    const credentialKey = credentialKeyOf(server.credential);
    const answer = await ask({ serverId: server.id, url: server.url, credentialKey, headers });
    return { answer, state: connected };
  } catch (error) {
    return { answer: null, state: toState(error, server) };
  }
}

class Unreadable extends Error {}

function unreadable(error: unknown): never {
  throw new Unreadable(toAppError(error).message, { cause: error });
}

function toState(error: unknown, server: ServerRow): State {
  if (error instanceof Unreadable) return needsSignIn(error.message);
  const known = toAppError(error);
  if (known.code === "connection_required") return needsSignIn(refusal(server, known));
  if (known.code === "internal")
    log().error({ err: error, server: server.id }, "checking a server failed");
  return { status: "unreachable", statusReason: known.message };
}

function needsSignIn(statusReason: string): State {
  return { status: "needs_sign_in", statusReason };
}

/** What a 401 means depends on whether we presented anything. */
function refusal(server: ServerRow, error: AppError): string {
  if (server.authMethod === "none")
    return "The server asks for a sign-in, but none is set up. Add a token or a header under Credentials.";
  if (server.credential)
    return "The server does not accept the stored credential. It may have expired or been revoked: replace it.";
  return error.message;
}

/** Whether a server is still what it was when a check of it began; otherwise what the check found is about another. */
export function isSame(before: ServerRow, after: ServerRow): boolean {
  return (
    before.url === after.url &&
    before.authMethod === after.authMethod &&
    before.headerName === after.headerName &&
    credentialKeyOf(before.credential) === credentialKeyOf(after.credential)
  );
}
