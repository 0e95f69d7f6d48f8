// In: a token request. Out: the client id and secret it carries. Promises to take them from one place (RFC 6749 §2.3).

export type Credentials = { id: string; secret: string };

/** Null without any that can be read; "twice" when they are in the header and in the body. An empty secret is one. */
export function presentedCredentials(
  headers: Headers,
  params: URLSearchParams,
): Credentials | "twice" | null {
  const header = headers.get("authorization");
  const [id, secret] = [params.get("client_id"), params.get("client_secret")];
  if (header === null) return id === null ? null : { id, secret: secret ?? "" };
  if (secret) return "twice";
  const basic = readBasic(header);
  return basic && (id === null || id === basic.id) ? basic : null;
}

function readBasic(header: string): Credentials | null {
  const encoded = /^basic +([a-z0-9+/=]+)$/i.exec(header)?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) return null;
  try {
    return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    // Not form-encoded: as unreadable as no header.
    return null;
  }
}

/** Both halves are form-encoded before they are joined. */
function decode(half: string): string {
  return decodeURIComponent(half.replaceAll("+", " "));
}
