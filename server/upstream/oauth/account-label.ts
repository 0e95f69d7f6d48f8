// In: an ID token straight from a token endpoint. Out: the name of an account, for people to read. Promises a short line
// without control or direction characters, and nothing that a decision could rest on: no signature is checked.
import { toObject } from "@/server/upstream/oauth/metadata-document";

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The e-mail address, user name or name in the token's claims; null when there is none. */
export function accountIn(idToken: string | null | undefined): string | null {
  const part = idToken?.split(".")[1];
  const claims = part ? toObject(Buffer.from(part, "base64url").toString("utf8")) : null;
  for (const claim of ["email", "preferred_username", "name"]) {
    const value = claims?.[claim];
    const label = typeof value === "string" ? value.replace(hidden, "").trim().slice(0, 200) : "";
    if (label) return label;
  }
  return null;
}
