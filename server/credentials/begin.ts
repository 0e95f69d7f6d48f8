import type { Actor } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { storeAttempt } from "@/server/credentials/attempts";
import { type ConnectableServer, requireSignable } from "@/server/credentials/connectable";
import { findSignIn } from "@/server/credentials/discovery";
import { clientFor } from "@/server/credentials/registrations";
import { pathOf } from "@/server/credentials/return-to";
import type { BeginConnection } from "@/server/credentials/schema";
import { db } from "@/server/infra/db";
import { takePoint } from "@/server/infra/rate-limit";
import { beginAuthorization } from "@/server/upstream/oauth/authorize";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import { selectScopes } from "@/server/upstream/oauth/select-scopes";
import type { FoundSignIn } from "@/server/upstream/oauth-offer";

/** Somebody signed in to the portal, in one browser. */
export type Connector = Actor & { sessionId: string };

const limit = { name: "connect", points: 30, seconds: 600 };
/** Milliseconds for looking at the server and its authorization server, and for registering there. */
const lookMs = 30_000;

/**
 * Begins a sign-in at the service of a server. Returns where to send the browser, with its host and the host where the code
 * will be redeemed, for the person to see first. Throws `conflict` with reason `client_required` when somebody has to enter
 * a client first, and AppError as `findSignIn`.
 */
export async function beginConnection(
  actor: Connector,
  input: BeginConnection,
): Promise<{ url: string; host: string; tokenHost: string }> {
  const { now, userId, sessionId } = actor;
  const { server } = await requireSignable(db(), userId, input, now);
  requireSameManner(server, input);
  await takePoint(limit, userId);
  const signal = AbortSignal.timeout(lookMs);
  // A person is about to be sent somewhere: what was found yesterday is not good enough.
  const found = await findSignIn(server, { force: true, now, signal });
  const client = await requireClient(server, found, actor, signal);
  const scopes = await scopesFor(found, input.mode === "personal" ? userId : null, server);
  const { url, host, tokenHost, attempt } = beginAuthorization({
    ...{ server: found.server, client, resource: found.resource, scopes },
  });
  const { mode } = input;
  const returnTo = pathOf(input.returnTo);
  const sealed = { ...attempt, url: server.url };
  await storeAttempt({ server, who: { userId, sessionId }, mode, returnTo, attempt: sealed, now });
  return { url, host, tokenHost };
}

/** A page that was open for long may ask for what is no longer so. */
function requireSameManner(server: ConnectableServer, { mode }: BeginConnection): void {
  if (server.authMethod === "oauth" && server.credentialMode === mode) return;
  throw new AppError(
    "conflict",
    "The way of signing in to this server has been changed. Reload the page.",
    { details: { reason: "changed" } },
  );
}

async function requireClient(
  server: ConnectableServer,
  found: FoundSignIn,
  actor: Actor,
  signal: AbortSignal,
): Promise<RegisteredClient> {
  const answer = await clientFor(server, found, actor, signal);
  if (answer.kind === "client") return answer.client;
  const { host } = new URL(found.server.authorizationEndpoint);
  const why = {
    not_offered: `${host} does not register clients by itself.`,
    refused: `${host} refused to register Gatehouse as a client.`,
    issuer_changed: `The server now signs people in at ${host}, and the client that was entered is for another service.`,
  }[answer.reason];
  throw new AppError(
    "conflict",
    `${why} An administrator has to enter a client id for it under Credentials.`,
    { details: { reason: "client_required", why: answer.reason, host } },
  );
}

/** Never less than what was granted before at the same service, and what calls were refused for. */
async function scopesFor(
  { server, scopes, asked }: FoundSignIn,
  owner: string | null,
  { id }: ConnectableServer,
): Promise<string[] | null> {
  const before = await db().serverCredential.findFirst({
    where: { serverId: id, userId: owner, kind: "oauth", issuer: server.issuer },
    select: { scopes: true, wantedScopes: true },
  });
  const earlier = before && [...before.scopes, ...before.wantedScopes];
  const challenge = asked && { scopes: asked, resourceMetadata: null, error: null };
  return selectScopes({ challenge, supported: scopes, server, earlier });
}
