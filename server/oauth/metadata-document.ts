// In: the address of a client's metadata document (or key set). Out: the document, checked and normalised. Promises the
// egress guard, 5 KB, 5 s, no redirects, JSON alone, and the same policy as dynamic registration (security: T15).
import { toAppError } from "@/server/core/errors";
import { outboundFetch } from "@/server/infra/outbound-fetch";
import { type Limit, takePoint } from "@/server/infra/rate-limit";
import { normaliseRegistration } from "@/server/oauth/registration";

const limit: Limit = { name: "oauth.document", points: 10, seconds: 60 };

const mostDocumentBytes = 5 * 1024;
const mostKeyBytes = 64 * 1024;

/** Whether a document may be fetched now: its address is reasonable and its host was not asked too often. */
export async function mayFetchDocument(clientId: string): Promise<boolean> {
  if (clientId.length > 512) return false;
  try {
    await takePoint(limit, new URL(clientId).host);
    return true;
  } catch (error) {
    if (toAppError(error).code === "rate_limited") return false;
    throw error;
  }
}

type Options = { signal?: AbortSignal | null };

/** The provider's fetch. Throws on anything but a JSON object in an answer of status 200. */
export async function fetchClientDocument(
  url: string | URL | Request,
  options?: Options,
): Promise<Response> {
  const address = url instanceof Request ? url.url : String(url);
  const response = await outboundFetch(address, {
    headers: { accept: "application/json" },
    maxBytes: mostKeyBytes,
    totalMs: 5_000,
    ...(options?.signal ? { signal: options.signal } : {}),
  });
  if (response.status !== 200) return response;
  if (!isJson(response.headers.get("content-type"))) throw new Error("the document is not JSON");
  const text = await response.text();
  return new Response(JSON.stringify(checkDocument(text)), { headers: cacheHeaders(response) });
}

function isJson(contentType: string | null): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^application\/([a-z0-9.+-]+\+)?json$/.test(type);
}

function checkDocument(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Error("the document is not a JSON object");
  }
  // A key set passes as it is: the provider checks keys itself.
  if ("keys" in parsed && !("client_id" in parsed)) return parsed;
  if (Buffer.byteLength(text) > mostDocumentBytes) throw new Error("the document is too large");
  const given = parsed as Record<string, unknown>;
  const secrets = ["client_secret", "client_secret_expires_at"].filter((name) => name in given);
  return {
    ...normaliseRegistration({ token_endpoint_auth_method: "none", ...given }),
    client_id: given["client_id"],
    // Kept so that the provider refuses them by name.
    ...Object.fromEntries(secrets.map((name) => [name, given[name]])),
  };
}

function cacheHeaders(response: Response): Headers {
  const headers = new Headers({ "content-type": "application/json" });
  for (const name of ["cache-control", "expires"]) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}
