import { notFound } from "@/server/access/access";
import { keptSignIn } from "@/server/credentials/kept-sign-in";
import { preferredIssuer } from "@/server/credentials/registrations";
import { db } from "@/server/infra/db";
import { egressReady } from "@/server/settings/egress-feed";
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import { type FoundSignIn, lookForSignIn } from "@/server/upstream/oauth-offer";

// How a server signs people in, kept with it, so that a renewal does not ask three documents first. No secret is in it.

const keptMs = 24 * 3_600_000;

type Look = {
  /** What the server said when it refused us; looks again with it. */
  challenge?: BearerChallenge | null | undefined;
  /** Looks again whatever is kept. */
  force?: boolean;
  now?: Date;
  signal?: AbortSignal | undefined;
};

/** Throws AppError as `lookForSignIn`; what is kept stays then. */
export async function findSignIn(server: { id: string }, look: Look = {}): Promise<FoundSignIn> {
  const { challenge, force = false, now = new Date(), signal } = look;
  const row = await db().mcpServer.findUnique({
    where: { id: server.id },
    select: { url: true, discovery: true, discoveredAt: true, metadataOrigin: true },
  });
  if (!row) throw notFound("server");
  const { url, discovery, discoveredAt, metadataOrigin } = row;
  const isFresh = discoveredAt !== null && now.getTime() - discoveredAt.getTime() < keptMs;
  const kept = keptSignIn(discovery);
  if (kept && isFresh && !force && challenge === undefined) return kept;
  await egressReady();
  const found = await lookForSignIn(url, {
    ...{ challenge, signal, confirmedOrigin: metadataOrigin ?? undefined },
    preferredIssuer: await preferredIssuer(server.id),
  });
  await keepSignIn(server.id, url, found, now);
  return found;
}

/** What was found at an address counts while the server still has it. */
async function keepSignIn(id: string, url: string, found: FoundSignIn, now: Date): Promise<void> {
  await db().mcpServer.updateMany({
    where: { id, url },
    data: { discovery: found, discoveredAt: now },
  });
}
