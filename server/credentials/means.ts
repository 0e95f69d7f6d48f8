import { toAppError } from "@/server/core/errors";
import { credentialBinding } from "@/server/credentials/binding";
import { findSignIn } from "@/server/credentials/discovery";
import type { HeldCredential } from "@/server/credentials/held";
import { keptSignIn } from "@/server/credentials/kept-sign-in";
import { readPair } from "@/server/credentials/pair";
import { findClient } from "@/server/credentials/registrations";
import { unreadable } from "@/server/credentials/required";
import { db } from "@/server/infra/db";
import { unseal } from "@/server/infra/seal";
import { egressReady } from "@/server/settings/egress-feed";
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import type { Discovery } from "@/server/upstream/oauth/discovery";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import type { AuthorizationServer } from "@/server/upstream/oauth/server-metadata";

export type RenewServer = { id: string; projectId: string; name: string; url: string };

/** All that a refresh needs. */
export type Means = {
  server: AuthorizationServer;
  client: RegisteredClient;
  resource: string;
  refreshToken: string;
};

/** Why nobody can renew it any more, for people. */
type Lost = { lost: string };

const moved =
  "The server now signs people in somewhere else, so the sign-in made before no longer counts.";
const otherClient =
  "The OAuth client of this server has been replaced, so a sign-in made with the one before cannot be renewed.";
const noToken = "The service gave nothing to renew this sign-in with.";

/** What the server said when it refused the token; undefined when it has not been asked. */
export type Refusal = BearerChallenge | null | undefined;

/**
 * Who renews a credential, and who we are there. Lost when the server now signs people in elsewhere, or our client there is
 * another: tokens go to nobody but whom they came from (security: T48). After a refusal the server is asked again where it
 * signs people in. Throws `connection_required` for a secret that does not open, and AppError as `findSignIn`.
 */
export async function findMeans(
  server: RenewServer,
  held: HeldCredential,
  refusal: Refusal,
): Promise<Means | Lost> {
  const found = await signInOf(server, refusal);
  if (found.server.issuer !== held.issuer) return { lost: moved };
  const client = await findClient(server, found.server.issuer, held.clientId ?? "");
  if (!client) return { lost: otherClient };
  const text = await unseal(held.sealed, credentialBinding(server, held)).catch((error) =>
    unreadable(held.userId === null ? "shared" : "personal", error),
  );
  const { refreshToken } = readPair(text);
  if (refreshToken === null) return { lost: noToken };
  return { server: found.server, client, resource: found.resource, refreshToken };
}

/** What is known serves when the documents cannot be read now: the token endpoint may well be there. */
async function signInOf(server: RenewServer, refusal: Refusal): Promise<Discovery> {
  try {
    await egressReady();
    const look = refusal === undefined ? {} : { challenge: refusal, force: true };
    return await findSignIn(server, look);
  } catch (error) {
    const { code } = toAppError(error);
    const kept = await keptOf(server);
    if (kept && (code === "upstream_unreachable" || code === "upstream_timeout")) return kept;
    throw error;
  }
}

async function keptOf({ id }: RenewServer): Promise<Discovery | null> {
  const row = await db().mcpServer.findUnique({ where: { id }, select: { discovery: true } });
  return keptSignIn(row?.discovery ?? null);
}
