// In: the params a client sent. Out: the params for the upstream's era. Promises that only `_meta` differs: our progress
// token instead of the client's, and the envelope of 2026-07-28 made for an E26 upstream or taken away for an E25 one.
import { editObject, memberAt, rawOf } from "@/server/core/json-edit";
import { membersOf, scanJson } from "@/server/core/json-scan";
import { clientInfo, type UpstreamTarget } from "@/server/upstream/target";

export type Outgoing = {
  params: string;
  /** The client's progress token as raw JSON, to be put back into progress notifications; null without one. */
  clientToken: string | null;
};

const ours = "io.modelcontextprotocol/";
const capabilitiesKey = `${ours}clientCapabilities`;
const envelopeKeys = [
  `${ours}protocolVersion`,
  `${ours}clientInfo`,
  capabilitiesKey,
  `${ours}logLevel`,
];

/** The members of `_meta` that make a request one of revision 2026-07-28; without capabilities we can do nothing for it. */
export function envelope(protocolVersion: string, capabilities = "{}"): Record<string, string> {
  return {
    [`${ours}protocolVersion`]: JSON.stringify(protocolVersion),
    [`${ours}clientInfo`]: clientInfo,
    [capabilitiesKey]: capabilities,
  };
}

/** Prepares raw `params` (an object) for the request with `id`. Throws `JsonFault` when they are no sound JSON. */
export function toOutgoing(
  params: string,
  id: number,
  target: Pick<UpstreamTarget, "era" | "protocolVersion" | "capabilities">,
): Outgoing {
  const { era, protocolVersion, capabilities } = target;
  const root = scanJson(params, { levels: 2, maxDepth: 512 });
  const meta = memberAt(params, root, "_meta");
  const changes: Record<string, string | null> =
    era === "E26" ? envelope(protocolVersion, capabilities) : {};
  if (meta?.kind !== "object") {
    const fresh = `{${Object.entries(changes)
      .map(([key, value]) => `${JSON.stringify(key)}:${value}`)
      .join(",")}}`;
    const text = era === "E26" ? editObject(params, root, { _meta: fresh }) : params;
    return { params: text, clientToken: null };
  }
  const token = membersOf(params, meta).get("progressToken");
  if (era === "E25") for (const key of envelopeKeys) changes[key] = null;
  if (token) changes["progressToken"] = String(id);
  const text = editObject(params, root, { _meta: editObject(params, meta, changes) });
  return { params: text, clientToken: token ? rawOf(params, token) : null };
}
