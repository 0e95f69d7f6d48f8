// In: a call whose server needs a sign-in that only a person can make. Out: the answer that sends them to the page where
// they make it. Promises that a link is ours and of a fixed form, that a client is asked to open it only if it can, and
// once for a call (security: T53), and that no word of the server is in it.
import type { AppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { memberAt, rawOf } from "@/server/core/json-edit";
import { opensUrls } from "@/server/endpoints/mcp-sessions";
import { issueRequestState } from "@/server/gateway/request-state";
import type { Started } from "@/server/gateway/start";
import { metaKeys, newestLegacy } from "@/server/gateway/versions";
import { env } from "@/server/infra/env";
import type { UpstreamAnswer } from "@/server/upstream/target";

/** What a person can do about it. `text` is for a model, `ask` for the person before the page opens. */
export type Remedy = { text: string; ask: string; url: string; isOwn: boolean };

const own: Record<string, (server: string) => string> = {
  not_connected: (server) => `The server “${server}” works with your own account there.`,
  needs_sign_in: (server) => `Your sign-in at the server “${server}” has ended.`,
  unreadable: (server) => `What is stored of your account at the server “${server}” is unreadable.`,
  more_rights: (server) =>
    `The server “${server}” needs more rights than your account has granted.`,
};

const shared: Record<string, (server: string) => string> = {
  not_connected: (server) => `The server “${server}” is not connected to any account yet.`,
  needs_sign_in: (server) => `The sign-in of the gateway at the server “${server}” has ended.`,
  unreadable: (server) => `The stored credential of the server “${server}” is unreadable.`,
  more_rights: (server) => `The server “${server}” needs more rights than its account has granted.`,
};

const forbidden = (server: string) =>
  `The server “${server}” does not let the connected account do this.`;

/** The cure for a `connection_required`. */
export function remedyFor({ details }: AppError, { target, snapshot }: Started): Remedy {
  const { server } = target;
  const isOwn = server.credentialMode === "personal" && server.authMethod !== "none";
  const reason = String(details["reason"]);
  const sentences = isOwn ? own : shared;
  const why = (Object.hasOwn(sentences, reason) && sentences[reason]) || forbidden;
  const { publicUrl } = env();
  if (!isOwn) {
    const url = `${publicUrl}/projects/${snapshot.endpoint.projectSlug}/servers/${server.slug}/credentials`;
    const text = `${why(server.name)} Ask an administrator of the project to renew the credential: ${url}`;
    return { text, ask: text, url, isOwn };
  }
  const url = `${publicUrl}/connections?server=${encodeURIComponent(server.slug)}`;
  const ask = `${why(server.name)} Connect your account in Gatehouse, then go on.`;
  return {
    text: `${why(server.name)} Open ${url} to connect your account, then try again.`,
    ask,
    url,
    isOwn,
  };
}

/**
 * The request to open the page, in the client's era: error -32042 (2025-11-25, URL Mode Elicitation) or a result that
 * requires input (2026-07-28, Multi Round-Trip Requests). Null when the client cannot, was asked before, or it is no use.
 */
export function askToConnect(started: Started, remedy: Remedy, now: Date): UpstreamAnswer | null {
  if (!remedy.isOwn || started.wasAsked || !canOpen(started)) return null;
  const { ask: message, url } = remedy;
  if (started.era.kind === "E25") {
    const data = { elicitations: [{ mode: "url", elicitationId: newId(), url, message }] };
    return { kind: "error", raw: JSON.stringify({ code: -32042, message, data }) };
  }
  const request = { method: "elicitation/create", params: { mode: "url", message, url } };
  const result = {
    resultType: "input_required",
    inputRequests: { connect: request },
    requestState: issueRequestState(started, now),
  };
  return { kind: "result", raw: JSON.stringify(result) };
}

function canOpen({ era, action, text }: Started): boolean {
  // Revisions before know neither the capability nor the error.
  if (era.kind === "E25")
    return era.session?.protocolVersion === newestLegacy && era.session.opensUrls;
  const node = action.params && memberAt(text, action.params, "_meta", metaKeys.capabilities);
  return node ? opensUrls(rawOf(text, node)) : false;
}
