// In: a permitted call. Out: the same with the params the server may see, the copy that may be kept, and what was found.
// Promises that no start row is written and no upstream contacted with more (security §1.6, T91); without filters it
// looks at nothing.
import { memberAt, rawOf } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import { deny } from "@/server/gateway/deny";
import { type Found, foundIn } from "@/server/gateway/found";
import type { Permitted } from "@/server/gateway/permit";
import { reportFault } from "@/server/gateway/redact-fault";
import { redactParams } from "@/server/gateway/redact-json";
import type { PiiType } from "@/server/pii/entities";
import type { JsonRedaction } from "@/server/pii/redact-json";
import { mcpParamHeaders, paramHeadersOf } from "@/server/upstream/mcp-headers";

/** `params` and `paramHeaders` are those for the server from here on. */
export type Redacted = Permitted & {
  readonly redacted: true;
  /** Raw JSON of the params for the record. */
  keptParams: string;
  /** Null when no filter is on. */
  foundInRequest: Found | null;
};

/** Ninth room, for calls. Throws `Refusal` 200 (-32603, recorded as denied) when the redactor fails. */
export async function redactRequest(permitted: Permitted): Promise<Redacted> {
  const { params, snapshot } = permitted;
  if (!snapshot.filters.record)
    return { ...permitted, redacted: true, keptParams: params, foundInRequest: null };
  try {
    if (!snapshot.filters.isSound) throw new Error("a type that cannot be found");
    return await redacted(permitted, snapshot.filters.request, snapshot.filters.record);
  } catch (error) {
    reportFault(error, permitted, "request");
    return await deny(permitted, permitted.call, "filter_failed", sentence);
  }
}

const sentence =
  "The endpoint's filter could not read the arguments, so the call was not made. Tell an administrator.";

async function redacted(
  permitted: Permitted,
  types: readonly PiiType[] | null,
  recordTypes: readonly PiiType[],
): Promise<Redacted> {
  const { params } = permitted;
  const copy = await redactParams(params, recordTypes);
  const sent = await sentOf(params, types, recordTypes, copy);
  return {
    ...permitted,
    redacted: true,
    params: sent,
    paramHeaders: sent === params ? permitted.paramHeaders : headersFor(permitted, sent),
    keptParams: copy.text,
    foundInRequest: foundIn("request", copy.findings),
  };
}

async function sentOf(
  params: string,
  types: readonly PiiType[] | null,
  recordTypes: readonly PiiType[],
  copy: JsonRedaction,
): Promise<string> {
  // Where nothing of more types was found, nothing of fewer is there.
  if (types === null || copy.findings.length === 0) return params;
  if (types.length === recordTypes.length) return copy.text;
  return (await redactParams(params, types)).text;
}

/** The mirrored headers say what the redacted arguments say, or the server would refuse them (-32020). */
function headersFor({ target }: Permitted, params: string): Record<string, string> {
  const declared = paramHeadersOf(target.tool.definition);
  if (declared.length === 0) return {};
  const root = scanJson(params, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  const given = memberAt(params, root, "arguments");
  return mcpParamHeaders(declared, given ? rawOf(params, given) : "{}");
}
