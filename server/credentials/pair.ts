import { z } from "zod";

/** What is sealed for a sign-in with OAuth. */
const TokenPair = z.object({ accessToken: z.string().min(1), refreshToken: z.string().nullable() });
export type TokenPair = z.infer<typeof TokenPair>;

export function writePair({ accessToken, refreshToken }: TokenPair): string {
  return JSON.stringify({ accessToken, refreshToken });
}

/** Throws for anything that `writePair` did not write. */
export function readPair(text: string): TokenPair {
  return TokenPair.parse(JSON.parse(text));
}
