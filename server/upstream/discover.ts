// In: an MCP server of unknown era. Out: which revision it speaks and what it calls itself. Promises to try the newest
// first and to fall back only where the specification lets it (2026-07-28, "Versioning", "Backward Compatibility").
import { AppError } from "@/server/core/errors";
import { memberAt, stringOf } from "@/server/core/json-edit";
import { elementsOf, type JsonNode, scanJson } from "@/server/core/json-scan";
import { type Asked, ask, nextId } from "@/server/upstream/ask";
import { invalidAnswer } from "@/server/upstream/envelope";
import { endSession, handshake, type Session } from "@/server/upstream/handshake";
import { envelope } from "@/server/upstream/outgoing";
import { readServerInfo } from "@/server/upstream/server-info";
import { noAnswer } from "@/server/upstream/status";
import {
  type Era,
  modernVersion,
  type ServerInfo,
  type UnknownTarget,
} from "@/server/upstream/target";

export type Discovered = {
  protocolVersion: string;
  serverInfo: ServerInfo | null;
  instructions: string | null;
} & ({ era: "E26" } | { era: "E25"; session: Session });

/** Milliseconds a server may take to answer the probe for the newest revision. */
const discoverMs = 10_000;

/**
 * Finds the era. An E25 server's session comes along, to be used or ended by the caller. Throws AppError as
 * `callUpstream`; `upstream_invalid` when neither era is spoken here.
 */
export async function discover(target: UnknownTarget, signal?: AbortSignal): Promise<Discovered> {
  const modern = await tryModern(target, signal);
  if (modern) return modern;
  const session = await handshake(target, signal);
  const { protocolVersion, serverInfo, instructions } = session;
  return { era: "E25", protocolVersion, serverInfo, instructions, session };
}

/**
 * All eras a server speaks, the newest first, once one is known: a server of the newest may speak the older ones too.
 * Makes a session to find out, and ends it. Throws only after an abort.
 */
export async function erasOf(
  found: Discovered,
  target: UnknownTarget,
  signal?: AbortSignal,
): Promise<Era[]> {
  if (found.era === "E25") return ["E25"];
  const late = AbortSignal.timeout(discoverMs);
  try {
    await endSession(await handshake(target, signal ? AbortSignal.any([signal, late]) : late));
    return ["E26", "E25"];
  } catch {
    signal?.throwIfAborted();
    return ["E26"];
  }
}

/** The headers and body of a request of revision 2026-07-28. `params` is a raw object without `_meta`. */
export function modernRequest(
  method: string,
  params: Readonly<Record<string, string>>,
  { capabilities }: UnknownTarget,
) {
  const id = nextId();
  const meta = toRaw(envelope(modernVersion, capabilities));
  const body = `{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${toRaw({ ...params, _meta: meta })}}`;
  const headers = { "mcp-protocol-version": modernVersion, "mcp-method": method };
  return { id, headers, body, clientToken: null };
}

/** An object of raw members. */
export function toRaw(members: Readonly<Record<string, string>>): string {
  const parts = Object.entries(members).map(([key, value]) => `${JSON.stringify(key)}:${value}`);
  return `{${parts.join(",")}}`;
}

async function tryModern(target: UnknownTarget, signal?: AbortSignal): Promise<Discovered | null> {
  let asked = await askModern(target, signal);
  // Refused and offered at once, as by a service that is being upgraded: the offer counts ("Protocol Version Negotiation").
  if (asked && offersModern(asked)) asked = await askModern(target, signal);
  if (!asked) return null;
  const { answer, mark } = asked;
  if (!answer) {
    if (asked.status === 401 || asked.status === 403) throw noAnswer(asked.status, asked.headers);
    return null;
  }
  if (answer.kind === "result") return readDiscovery(answer.raw);
  if (mark === "-32020" || mark === "-32021") throw invalidAnswer(`modern_error_${mark}`);
  return null;
}

/** Null where the server stumbled: an old one deserves the old greeting before a verdict. */
async function askModern(target: UnknownTarget, signal?: AbortSignal): Promise<Asked | null> {
  try {
    const request = modernRequest("server/discover", {}, target);
    return await ask({ target, ...request, signal, totalMs: discoverMs });
  } catch (error) {
    const stumbled = error instanceof AppError && stumbles.has(error.code);
    if (stumbled && !signal?.aborted) return null;
    throw error;
  }
}

const stumbles = new Set(["upstream_invalid", "upstream_timeout"]);

/** Whether an UnsupportedProtocolVersionError lists the very revision it refuses. */
function offersModern({ answer, mark }: Asked): boolean {
  if (answer?.kind !== "error" || mark !== "-32022") return false;
  const { raw } = answer;
  return speaksModern(raw, memberAt(raw, scanJson(raw, { maxDepth: 512 }), "data", "supported"));
}

function speaksModern(raw: string, versions: JsonNode | undefined): boolean {
  if (versions?.kind !== "array") return false;
  return elementsOf(raw, versions).some((node) => stringOf(raw, node) === modernVersion);
}

function readDiscovery(raw: string): Discovered | null {
  const root = scanJson(raw, { maxDepth: 512 });
  if (!speaksModern(raw, memberAt(raw, root, "supportedVersions"))) return null;
  return {
    era: "E26",
    protocolVersion: modernVersion,
    serverInfo: readServerInfo(raw, serverInfoOf(raw, root)),
    instructions: stringOf(raw, memberAt(raw, root, "instructions")) ?? null,
  };
}

function serverInfoOf(raw: string, root: JsonNode): JsonNode | undefined {
  return (
    memberAt(raw, root, "_meta", "io.modelcontextprotocol/serverInfo") ??
    memberAt(raw, root, "serverInfo")
  );
}
