// In: an authenticated message. Out: the same with the era it is spoken in: a request of 2026-07-28 whose headers agree
// with its body, or one of a 2025 session. Promises that headers and body cannot be read differently (security: T73) and
// that a session serves only the person, client and endpoint it was opened for (T74).
import { findMcpSession, type McpSession } from "@/server/endpoints/mcp-sessions";
import type { Authenticated } from "@/server/gateway/authenticate";
import { checkEnvelope, claimOf } from "@/server/gateway/envelope";
import { Refusal } from "@/server/gateway/refusal";
import { legacy, modern } from "@/server/gateway/versions";

export type Era =
  | { kind: "E26" }
  /** A session, except for the `initialize` that opens one. */
  | { kind: "E25"; session: McpSession | null };

export type Placed = Authenticated & { era: Era };

/** Fourth room. Throws `Refusal` 400 (-32020, -32022, -32602, -32600), 404 for a session that is not, 405. */
export async function placeInEra(authenticated: Authenticated): Promise<Placed> {
  return { ...authenticated, era: await eraOf(authenticated) };
}

async function eraOf(known: Authenticated): Promise<Era> {
  const { message, inbound } = known;
  const version = inbound.header("mcp-protocol-version")?.trim() ?? null;
  const isModern = version !== null && version >= modern;
  if (message.kind === "none") {
    if (isModern) throw onlyPost();
    return { kind: "E25", session: await requireSession(known, undefined) };
  }
  const id = message.kind === "request" ? message.id : null;
  const claim = message.kind === "response" ? undefined : claimOf(known.text, message.params);
  if (claim !== undefined || isModern) {
    if (message.kind === "response")
      throw new Refusal(400, -32600, "Responses are not sent to a server in this revision.", {
        id,
      });
    checkEnvelope(known, message, claim, version);
    return { kind: "E26" };
  }
  requireLegacyVersion(version, id);
  if (message.kind === "request" && message.method === "initialize")
    return { kind: "E25", session: null };
  return { kind: "E25", session: await requireSession(known, id) };
}

function onlyPost(): Refusal {
  return new Refusal(405, -32600, "The 2026-07-28 revision knows POST only.", {
    id: undefined,
    headers: { allow: "POST" },
  });
}

function requireLegacyVersion(version: string | null, id: string | null): void {
  if (version === null || legacy.some((one) => one === version)) return;
  throw new Refusal(400, -32022, "Unsupported protocol version", {
    id,
    data: { supported: [modern, ...legacy], requested: version.slice(0, 64) },
  });
}

async function requireSession(
  { inbound, principal, snapshot }: Authenticated,
  id: string | null | undefined,
): Promise<McpSession> {
  const token = inbound.header("mcp-session-id");
  if (token === null)
    throw new Refusal(400, -32600, "Begin with initialize: this needs an Mcp-Session-Id header.", {
      id,
      reason: "no_session",
    });
  const session = token.length <= 128 ? await findMcpSession(token, Date.now()) : null;
  const isOwn =
    session?.endpointId === snapshot.endpoint.id &&
    session.userId === principal.userId &&
    session.grantId === principal.grantId;
  if (session && isOwn) return session;
  throw new Refusal(404, -32600, "There is no such session. Begin a new one with initialize.", {
    id,
  });
}
