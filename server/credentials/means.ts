import { credentialBinding } from "@/server/credentials/binding";
import type { HeldCredential } from "@/server/credentials/held";
import { readPair } from "@/server/credentials/pair";
import { findClient } from "@/server/credentials/registrations";
import { unreadable } from "@/server/credentials/required";
import { db } from "@/server/infra/db";
import { unseal } from "@/server/infra/seal";
import { egressReady } from "@/server/settings/egress-feed";
import { type Discovery, discoverAuthorization } from "@/server/upstream/oauth/discovery";
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

/**
 * Who renews a credential, and who we are there; "moved" when the server now signs people in elsewhere, or our client there
 * is gone: tokens go to nobody but whom they came from (security: T48). Throws `connection_required` for a secret that does
 * not open, and AppError as `discoverAuthorization`.
 */
export async function findMeans(
  server: RenewServer,
  held: HeldCredential,
): Promise<Means | "moved"> {
  await egressReady();
  const { discovery, metadataOrigin } = await db().mcpServer.findUniqueOrThrow({
    where: { id: server.id },
    select: { discovery: true, metadataOrigin: true },
  });
  const stored = discovery as Discovery | null;
  const found = stored ?? (await discover(server, held, metadataOrigin));
  if (found.server.issuer !== held.issuer) return "moved";
  const client = await findClient(server, found.server.issuer, held.clientId ?? "");
  if (!client) return "moved";
  const text = await unseal(held.sealed, credentialBinding(server, held)).catch((error) =>
    unreadable(held.userId === null ? "shared" : "personal", error),
  );
  const { refreshToken } = readPair(text);
  if (refreshToken === null) return "moved";
  return { server: found.server, client, resource: found.resource, refreshToken };
}

function discover(
  { url }: RenewServer,
  { issuer }: HeldCredential,
  metadataOrigin: string | null,
): Promise<Discovery> {
  return discoverAuthorization(url, null, {
    preferredIssuer: issuer ?? undefined,
    confirmedOrigin: metadataOrigin ?? undefined,
  });
}
