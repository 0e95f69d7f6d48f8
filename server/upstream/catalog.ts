// In: a server. Out: all its tools, each exactly as the server wrote it, and those that were turned away with the reason.
// Promises an end: pages, tools, bytes and depth are capped, and a cursor that comes back is noticed.
import { AppError } from "@/server/core/errors";
import { memberAt, rawOf, stringOf } from "@/server/core/json-edit";
import { elementsOf, scanJson } from "@/server/core/json-scan";
import { ask, nextId, requireAnswer } from "@/server/upstream/ask";
import {
  type Discovered,
  discover,
  erasOf,
  modernRequest,
  toRaw,
} from "@/server/upstream/discover";
import { invalidAnswer } from "@/server/upstream/envelope";
import { sessionHeaders } from "@/server/upstream/handshake";
import { giveBack } from "@/server/upstream/sessions";
import type { Era, ServerInfo, UnknownTarget } from "@/server/upstream/target";
import { shownName, vetTool } from "@/server/upstream/tool-definition";

type CatalogTool = { name: string; raw: string };
type RejectedTool = { name: string; reason: string };

export type Catalog = {
  serverInfo: ServerInfo | null;
  instructions: string | null;
  /** The newest it speaks, with which the list was read. */
  era: Era;
  eras: Era[];
  protocolVersion: string;
  /** In the server's order; `raw` is the definition's exact JSON text. */
  tools: CatalogTool[];
  rejected: RejectedTool[];
  /** Sentences about the list as a whole, such as that it was cut off. */
  notes: string[];
};

const maxTools = 2_000;
const maxPages = 50;
const maxBytes = 32 << 20;
/** Deeper than any tool may be, so that one deep tool is turned away and not the whole page. */
const pageDepth = 2_000;

/**
 * Reads the whole list of tools. Throws AppError as `callUpstream`: nothing is returned rather than half a list, except
 * where a cap cut it off, which `notes` tells.
 */
export async function fetchCatalog(target: UnknownTarget, signal?: AbortSignal): Promise<Catalog> {
  const found = await discover(target, signal);
  try {
    const catalog = await readCatalog(target, found, signal);
    return { ...catalog, eras: await erasOf(found, target, signal) };
  } finally {
    if (found.era === "E25") giveBack(found.session);
  }
}

/** The same of a server just discovered, without a look at older eras it may speak as well. */
export async function readCatalog(
  target: UnknownTarget,
  found: Discovered,
  signal?: AbortSignal,
): Promise<Catalog> {
  const { era, protocolVersion, serverInfo, instructions } = found;
  const catalog: Catalog = {
    ...{ era, eras: [era], protocolVersion, serverInfo, instructions },
    ...{ tools: [], rejected: [], notes: [] },
  };
  await walk(catalog, (cursor) => fetchPage(target, found, cursor, signal));
  return catalog;
}

/** Follows the cursors until there is none, or until a cap. */
async function walk(
  catalog: Catalog,
  fetch: (cursor: string | null) => Promise<string>,
): Promise<void> {
  const cursors = new Set<string>();
  const names = new Set<string>();
  let cursor: string | null = null;
  let bytes = 0;
  for (let page = 0; page < maxPages; page++) {
    const raw = await fetch(cursor);
    bytes += raw.length;
    if (bytes > maxBytes)
      throw new AppError("upstream_too_large", "The server's list of tools is too large.");
    const next = readPage(raw, catalog, names);
    if (next === null) return;
    if (next === "full")
      return void catalog.notes.push(`Only the first ${maxTools} tools were read.`);
    if (cursors.has(next))
      return void catalog.notes.push("The server's list repeats itself; it was read once.");
    cursors.add(next);
    cursor = next;
  }
  catalog.notes.push(`Only the first ${maxPages} pages of the server's list were read.`);
}

async function fetchPage(
  target: UnknownTarget,
  found: Discovered,
  cursor: string | null,
  signal: AbortSignal | undefined,
): Promise<string> {
  const params: Record<string, string> = cursor === null ? {} : { cursor: JSON.stringify(cursor) };
  const request =
    found.era === "E26"
      ? modernRequest("tools/list", params, target)
      : legacyRequest(found, params);
  const answer = requireAnswer(await ask({ target, ...request, signal, maxDepth: pageDepth }));
  if (answer.kind === "error") throw invalidAnswer("tools_list_error");
  return answer.raw;
}

function legacyRequest(
  found: Extract<Discovered, { era: "E25" }>,
  params: Readonly<Record<string, string>>,
) {
  const id = nextId();
  const body = `{"jsonrpc":"2.0","id":${id},"method":"tools/list","params":${toRaw(params)}}`;
  return { id, headers: sessionHeaders(found.session), body, clientToken: null };
}

/** Takes the tools of one page; returns the next cursor, null at the end, "full" at the cap. */
function readPage(raw: string, catalog: Catalog, names: Set<string>): string | null {
  const root = scanJson(raw, { maxDepth: pageDepth, levels: 1 });
  const tools = memberAt(raw, root, "tools");
  if (tools?.kind !== "array") throw invalidAnswer("tools_list");
  for (const node of elementsOf(raw, tools)) {
    if (catalog.tools.length >= maxTools || catalog.rejected.length >= maxTools) return "full";
    const text = rawOf(raw, node);
    const vetted =
      node.kind === "object" ? vetTool(text) : { name: "(no object)", reason: "it is no tool" };
    if ("reason" in vetted) catalog.rejected.push(vetted);
    else if (names.has(vetted.name))
      catalog.rejected.push({
        name: shownName(vetted.name),
        reason: "another tool has the same name",
      });
    else {
      names.add(vetted.name);
      catalog.tools.push({ name: vetted.name, raw: text });
    }
  }
  return stringOf(raw, memberAt(raw, root, "nextCursor")) ?? null;
}
