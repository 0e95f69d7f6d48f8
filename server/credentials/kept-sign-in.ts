import type { Prisma } from "@/server/infra/generated/client";
import type { FoundSignIn } from "@/server/upstream/oauth-offer";

/**
 * How a server signs people in, as it was found last; null before the first look. The column holds nothing else: `findSignIn`
 * and `planSignIn` write it, both with what `lookForSignIn` has checked.
 */
export function keptSignIn(discovery: Prisma.JsonValue): FoundSignIn | null {
  return discovery as FoundSignIn | null;
}

/** The host people are sent to; null before the first look. */
export function keptHost(discovery: Prisma.JsonValue): string | null {
  const kept = keptSignIn(discovery);
  return kept && new URL(kept.server.authorizationEndpoint).host;
}
