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

/** What a person can do about it. `text` is for a model. */
export type Remedy = {
  text: string;
  /** For the person, before a page of their own opens; null when that would not help. */
  ask: string | null;
  url: string;
};

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
  not_set_up: (server) => `The server “${server}” asks for a sign-in, and none is set up.`,
};

/** The cure for a `connection_required`. */
export function remedyFor({ details }: AppError, started: Started): Remedy {
  const { target, snapshot, principal } = started;
  const { name, slug, authMethod, credentialMode } = target.server;
  const { publicUrl } = env();
  const isOwn = credentialMode === "personal" && authMethod !== "none";
  if (isOwn && principal.kind === "machine") return noAccountOfItsOwn(started);
  const reason = authMethod === "none" ? "not_set_up" : String(details["reason"]);
  const sentences = isOwn ? own : shared;
  const known = Object.hasOwn(sentences, reason) ? sentences[reason] : undefined;
  const why = known?.(name) ?? `The server “${name}” does not let the connected account do this.`;
  if (!isOwn) {
    const url = `${publicUrl}/projects/${snapshot.endpoint.projectSlug}/servers/${slug}/credentials`;
    const text = `${why} Ask an administrator of the project to renew the credential: ${url}`;
    return { text, ask: null, url };
  }
  const url = `${publicUrl}/connections?server=${encodeURIComponent(slug)}`;
  if (!known) return { text: `${why} Another account can be connected at ${url}`, ask: null, url };
  const text = `${why} Open ${url} to connect your account, then try again.`;
  return { text, ask: `${why} Connect your account in Gatehouse, then go on.`, url };
}

/** A program is nobody at a service: it works with servers whose account is shared. */
function noAccountOfItsOwn({ target, snapshot }: Started): Remedy {
  const { name, slug } = target.server;
  const url = `${env().publicUrl}/projects/${snapshot.endpoint.projectSlug}/servers/${slug}/settings`;
  const why = `The server “${name}” works with each person's own account, and a service account has none.`;
  const text = `${why} Ask an administrator of the project to share one account of that server: ${url}`;
  return { text, ask: null, url };
}

/**
 * The request to open the page, in the client's era: error -32042 (2025-11-25, URL Mode Elicitation) or a result that
 * requires input (2026-07-28, Multi Round-Trip Requests). Null when the client cannot, was asked before, or it is no use.
 */
export function askToConnect(started: Started, remedy: Remedy, now: Date): UpstreamAnswer | null {
  const { ask: message, url } = remedy;
  if (message === null || started.wasAsked || !canOpen(started)) return null;
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
