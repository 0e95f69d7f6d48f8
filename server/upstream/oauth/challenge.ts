// In: the WWW-Authenticate header of a refusal. Out: what its Bearer challenge says. Promises one pass over the text,
// and to believe nothing: addresses in it are checked where they are used.
import { readScopes } from "@/server/upstream/oauth/scopes";

export type BearerChallenge = {
  /** Where the protected-resource metadata is said to be (RFC 9728 §5.1). */
  resourceMetadata: string | null;
  /** What this operation needs (RFC 6750 §3). */
  scopes: string[] | null;
  error: string | null;
};

const longest = 8_192;

const gap = /[\s,]*/y;
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const equals = /\s*=\s*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
/** Credentials of other schemes that are no parameters (RFC 9110 §11.2). */
const token68 = /\s+[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y;

/** The Bearer challenge among those of a header (RFC 9110 §11.6.1); null when there is none. */
export function readChallenge(header: string | null | undefined): BearerChallenge | null {
  if (!header || header.length > longest) return null;
  const params = bearerParams(header);
  if (!params) return null;
  const error = params.get("error") ?? null;
  return {
    resourceMetadata: params.get("resource_metadata") || null,
    scopes: readScopes(params.get("scope")),
    error: error !== null && /^[\w.-]{1,64}$/.test(error) ? error : null,
  };
}

/** Of a parameter given twice the first counts. */
function bearerParams(header: string): Map<string, string> | null {
  const params = new Map<string, string>();
  let scheme = "";
  let found = false;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(gap);
    const name = take(token)?.[0].toLowerCase();
    if (name === undefined) return found ? params : null;
    if (take(equals)) {
      const value = take(quoted)?.[1]?.replace(/\\(.)/g, "$1") ?? take(token)?.[0];
      if (value === undefined) return found ? params : null;
      if (scheme === "bearer" && !params.has(name)) params.set(name, value);
    } else {
      scheme = name;
      found ||= scheme === "bearer";
      if (scheme !== "bearer") take(token68);
    }
  }
}
