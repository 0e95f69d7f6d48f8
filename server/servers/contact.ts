import type { Ctx } from "@/server/access/access";
import { type AppError, toAppError } from "@/server/core/errors";
import { credentialKeyOf } from "@/server/credentials/binding";
import { openAccessAnew } from "@/server/credentials/open";
import { withAccess } from "@/server/credentials/with-access";
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

/**
 * Opens the credential, the acting administrator's own where each person has theirs, and runs `ask`; whatever goes wrong
 * becomes a state with a reason for people.
 */
export async function contactServer<T>(
  ctx: Ctx,
  server: ServerRow,
  ask: (contact: Contact) => Promise<T>,
): Promise<{ answer: T | null; state: State }> {
  try {
    await egressReady();
    const opened = await openAccessAnew(server, ctx.userId, ctx.now);
    const answer = await withAccess(server, opened, ctx.now, ({ headers, credentialKey }) =>
      ask({ serverId: server.id, url: server.url, credentialKey, headers }),
    );
    return { answer, state: connected };
  } catch (error) {
    return { answer: null, state: toState(ctx, error, server) };
  }
}

function toState(ctx: Ctx, error: unknown, server: ServerRow): State {
  const known = toAppError(error);
  if (known.code === "connection_required") return needsSignIn(ctx, server, known);
  if (known.code === "internal")
    log().error({ err: error, server: server.id }, "checking a server failed");
  return { status: "unreachable", statusReason: known.message };
}

/** What is wrong with one person's account says nothing against a server that others are connected to. */
function needsSignIn({ userName }: Ctx, server: ServerRow, error: AppError): State {
  const { message, details } = error;
  if (server.authMethod === "none") return { status: "needs_sign_in", statusReason: notSetUp };
  if (server.credentialMode !== "personal")
    return { status: "needs_sign_in", statusReason: message };
  const statusReason =
    details["reason"] === "not_connected"
      ? `${userName} has no account connected to this server, so it was not asked. Connect one under Connections.`
      : `The account of ${userName} could not be used, so the server was not asked: ${message}`;
  const isConnected = server.status === "connected";
  return { status: isConnected ? "connected" : "needs_sign_in", statusReason };
}

const notSetUp =
  "The server asks for a sign-in, but none is set up. Add a token or a header under Credentials.";

/** Whether a server is still what it was when a check of it began; otherwise what the check found is about another. */
export function isSame(before: ServerRow, after: ServerRow): boolean {
  return (
    before.url === after.url &&
    before.authMethod === after.authMethod &&
    before.headerName === after.headerName &&
    before.credentialMode === after.credentialMode &&
    credentialKeyOf(before.credential) === credentialKeyOf(after.credential)
  );
}
