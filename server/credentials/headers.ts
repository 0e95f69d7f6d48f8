import type { Authentication, AuthMethod } from "@/server/credentials/schema";

/** How a server wants its secret: the columns of its row. */
export type Manner = { authMethod: string; headerName: string | null };

/** The columns for what a person chose. */
export function mannerOf(authentication: Authentication): {
  authMethod: AuthMethod;
  headerName: string | null;
} {
  const headerName = authentication.method === "header" ? authentication.name : null;
  return { authMethod: authentication.method, headerName };
}

/** The secret within what a person entered; null when there is none. */
export function secretOf(authentication: Authentication): string | null {
  if (authentication.method === "bearer") return authentication.token;
  return authentication.method === "header" ? authentication.value : null;
}

/** The request headers that present a secret (RFC 6750 §2.1 for bearer tokens). */
export function headersFor(manner: Manner, secret: string): Record<string, string> {
  if (manner.authMethod === "header" && manner.headerName)
    return { [manner.headerName.toLowerCase()]: secret };
  return { authorization: `Bearer ${secret}` };
}

/** The last four characters of a secret long enough that they give nothing away; otherwise nothing. */
export function hintOf(secret: string): string {
  return secret.length >= 12 ? secret.slice(-4) : "";
}
