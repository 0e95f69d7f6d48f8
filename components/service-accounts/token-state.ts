import type { ServiceToken } from "./types";

type Ends = Pick<ServiceToken, "expiresAt" | "revokedAt">;

export function isLive({ expiresAt, revokedAt }: Ends, now: Date): boolean {
  return revokedAt === null && expiresAt > now;
}

export function liveTokens<T extends Ends>(tokens: readonly T[], now: Date): T[] {
  return tokens.filter((token) => isLive(token, now));
}
