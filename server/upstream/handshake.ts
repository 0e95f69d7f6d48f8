// In: an E25 server. Out: a session with it, and the messages that keep and end one. Promises that the session is used
// only with the credential it was made with; revisions 2024-11-05 to 2025-11-25, "Lifecycle".
import { memberAt, stringOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { exchange } from "@/server/infra/exchange";
import { log } from "@/server/infra/log";
import { ask, nextId, requireAnswer } from "@/server/upstream/ask";
import { invalidAnswer } from "@/server/upstream/envelope";
import { post } from "@/server/upstream/post";
import { readServerInfo } from "@/server/upstream/server-info";
import {
  clientInfo,
  legacyVersions,
  type ServerInfo,
  type UnknownTarget,
} from "@/server/upstream/target";

export type Session = {
  /** Null when the server keeps no sessions. */
  id: string | null;
  protocolVersion: string;
  target: UnknownTarget;
  /** Known when this process made the session. */
  serverInfo: ServerInfo | null;
  instructions: string | null;
  /** Kept where a restarted process, or another replica, finds it. */
  stored: boolean;
  /** Set once the server no longer knows it. */
  gone: boolean;
  usedAt: number;
};

/** Milliseconds for `initialize`, and for the small messages beside a call. */
const handshakeMs = 30_000;
const smallMs = 5_000;

/** Makes a session: `initialize`, then `notifications/initialized`. Throws as `ask`, and `connection_required`. */
export async function handshake(target: UnknownTarget, signal?: AbortSignal): Promise<Session> {
  const id = nextId();
  const capabilities = target.capabilities ?? "{}";
  const params = `{"protocolVersion":"${legacyVersions[0]}","capabilities":${capabilities},"clientInfo":${clientInfo}}`;
  const body = `{"jsonrpc":"2.0","id":${id},"method":"initialize","params":${params}}`;
  const totalMs = handshakeMs;
  const asked = await ask({ target, headers: {}, body, id, clientToken: null, signal, totalMs });
  const answer = requireAnswer(asked);
  if (answer.kind === "error") throw invalidAnswer("initialize");
  const { raw } = answer;
  const root = scanJson(raw, { maxDepth: 512 });
  const protocolVersion = stringOf(raw, memberAt(raw, root, "protocolVersion")) ?? "";
  if (!legacyVersions.includes(protocolVersion)) throw invalidAnswer("protocol_version");
  const session: Session = {
    id: readSessionId(asked.headers["mcp-session-id"]),
    protocolVersion,
    target,
    serverInfo: readServerInfo(raw, memberAt(raw, root, "serverInfo")),
    instructions: stringOf(raw, memberAt(raw, root, "instructions")) ?? null,
    stored: false,
    gone: false,
    usedAt: Date.now(),
  };
  // Awaited: some servers refuse requests until they have seen it.
  await tell(session, `{"jsonrpc":"2.0","method":"notifications/initialized"}`);
  return session;
}

/** The headers of every request on this session. */
export function sessionHeaders(session: Session): Record<string, string> {
  return {
    "mcp-protocol-version": session.protocolVersion,
    ...(session.id === null ? {} : { "mcp-session-id": session.id }),
  };
}

/** Posts a notification or a response. Never throws: what depends on it shows in the next request. */
export async function tell(session: Session, body: string): Promise<void> {
  const headers = sessionHeaders(session);
  try {
    await post({ target: session.target, headers, body, totalMs: smallMs }, () => {}).done;
  } catch (error) {
    log().debug(
      { err: error, serverId: session.target.serverId },
      "upstream did not take a message",
    );
  }
}

/** Tells the server that the session is over. Servers may refuse (405); nothing depends on it. */
export async function endSession(session: Session): Promise<void> {
  const { target, id } = session;
  if (id === null || session.gone) return;
  session.gone = true;
  try {
    const headers = { ...target.headers, ...sessionHeaders(session) };
    const credentialKey = `${target.serverId} ${target.credentialKey}`;
    const request = { url: target.url, method: "DELETE", headers, credentialKey } as const;
    const silent = { onHead: () => {}, onChunk: () => {} };
    await exchange({ ...request, totalMs: smallMs }, silent).done;
  } catch (error) {
    log().debug({ err: error, serverId: target.serverId }, "upstream did not end a session");
  }
}

/** Visible ASCII, as the transport demands; anything else could break out of a header. */
function readSessionId(value: string | string[] | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value !== "string" || !/^[\x21-\x7e]{1,1024}$/.test(value))
    throw invalidAnswer("session_id");
  return value;
}
