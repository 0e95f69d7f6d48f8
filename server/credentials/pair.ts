import { z } from "zod";

/** What is sealed for a sign-in with OAuth. */
const TokenPair = z.object({ accessToken: z.string().min(1), refreshToken: z.string().nullable() });
export type TokenPair = z.infer<typeof TokenPair>;

export function writePair({ accessToken, refreshToken }: TokenPair): string {
  return JSON.stringify({ accessToken, refreshToken });
}

/** Throws for anything that `writePair` did not write, and quotes nothing of it. */
export function readPair(text: string): TokenPair {
  const parsed = TokenPair.safeParse(toValue(text));
  if (parsed.success) return parsed.data;
  throw new Error("what is sealed is no pair of tokens");
}

/** What `JSON.parse` throws holds a piece of the text. */
function toValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
