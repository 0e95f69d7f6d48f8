// In: a server that refused us with 401. Out: whether it tells how people sign in (RFC 9728). Promises to look only at
// the server's own origin: a challenge that points elsewhere is not followed.
import type { AppError } from "@/server/core/errors";
import { outboundFetch } from "@/server/infra/outbound-fetch";
import { Challenge } from "@/server/upstream/status";

const wellKnown = "/.well-known/oauth-protected-resource";
const lookMs = 5_000;

/** True when protected-resource metadata with an authorization server is offered. Never throws. */
export async function offersOAuth(
  url: string,
  refusal: AppError,
  signal?: AbortSignal,
): Promise<boolean> {
  const server = new URL(url);
  const path = server.pathname === "/" ? "" : server.pathname;
  const named = metadataIn(refusal.cause);
  const places = [named, `${server.origin}${wellKnown}${path}`, `${server.origin}${wellKnown}`];
  for (const place of new Set(places)) {
    if (place === null || !URL.canParse(place) || new URL(place).origin !== server.origin) continue;
    if (await namesAuthorizationServer(place, signal)) return true;
  }
  return false;
}

/** The `resource_metadata` of a WWW-Authenticate header (RFC 9728 §5.1). */
function metadataIn(cause: unknown): string | null {
  const header = cause instanceof Challenge ? (cause.header ?? "") : "";
  return /resource_metadata="([^"\\]{1,2048})"/.exec(header)?.[1] ?? null;
}

async function namesAuthorizationServer(
  place: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const options = { signal, totalMs: lookMs, maxBytes: 64 * 1024 };
    const response = await outboundFetch(place, {
      ...options,
      headers: { accept: "application/json" },
    });
    const body: unknown = response.ok ? JSON.parse(await response.text()) : null;
    if (typeof body !== "object" || body === null || !("authorization_servers" in body))
      return false;
    return Array.isArray(body.authorization_servers) && body.authorization_servers.length > 0;
  } catch {
    return false;
  }
}
