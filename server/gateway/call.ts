// In: a call whose start row is durable. Out: the same with the server's answer, or the sentence that stands for it.
// Promises that the credential is opened here and nowhere earlier, that one call is done at most once, and that a failure
// tells the model what to do and nothing of what is behind us (security §1, T78).
import { toAppError } from "@/server/core/errors";
import { editObject, memberAt } from "@/server/core/json-edit";
import { scanJson } from "@/server/core/json-scan";
import type { StopSignal } from "@/server/core/stop";
import { type Access, openAccess } from "@/server/credentials/open";
import { withAccess } from "@/server/credentials/with-access";
import type { Era } from "@/server/gateway/era";
import { type Ending, failureOf, type Stop, stoppedAnswer } from "@/server/gateway/failure";
import { logLevelOf } from "@/server/gateway/log-level";
import { isToolError } from "@/server/gateway/result";
import type { Started } from "@/server/gateway/start";
import { upstreamEraFor } from "@/server/gateway/upstream-era";
import { metaKeys, modern, newestLegacy } from "@/server/gateway/versions";
import type { LargeAnswer } from "@/server/infra/large-answers";
import { log } from "@/server/infra/log";
import { egressReady } from "@/server/settings/egress-feed";
import { callUpstream, type UpstreamCall } from "@/server/upstream/call";
import type { UpstreamAnswer, UpstreamTarget } from "@/server/upstream/target";

export type Answered = Started & {
  answer: UpstreamAnswer;
  ending: Ending;
  upstreamMs: number | null;
  /** Our own words, and nothing of the server. */
  isOurs: boolean;
};

/** Eleventh room. Throws nothing: every failure is an answer. `signal` aborts with a `Stop` as its reason. */
export async function call(
  started: Started,
  signal: StopSignal,
  onNotification: (raw: string) => void,
  large: LargeAnswer,
): Promise<Answered> {
  const sent = performance.now();
  try {
    await egressReady();
    const { target, principal } = started;
    const now = new Date();
    const opened = await openAccess(target.server, principal.userId, now);
    const request: UpstreamCall = {
      method: "tools/call",
      params: paramsFor(started),
      mcpName: target.tool.upstreamName,
      paramHeaders: started.paramHeaders,
      session: sessionOf(started),
      signal,
      onNotification,
      large,
    };
    const answer = await withAccess(target.server, opened, now, (access) =>
      callUpstream(targetOf(started, access), request),
    );
    const upstreamMs = performance.now() - sent;
    return { ...started, answer, ending: endingOf(answer), upstreamMs, isOurs: false };
  } catch (error) {
    const upstreamMs = performance.now() - sent;
    const failed = signal.aborted ? stoppedAnswer(stopOf(signal)) : failedAnswer(started, error);
    return { ...started, ...failed, upstreamMs, isOurs: true };
  }
}

const newestOf = { E25: newestLegacy, E26: modern };

function targetOf({ target, era }: Started, { headers, credentialKey }: Access): UpstreamTarget {
  const { server } = target;
  const spoken = upstreamEraFor(server, era);
  const protocolVersion = (server.era === spoken && server.protocolVersion) || newestOf[spoken];
  return {
    serverId: server.id,
    url: server.url,
    era: spoken,
    protocolVersion,
    credentialKey,
    headers,
  };
}

/** The client's params with the server's own name for the tool; not a byte else is touched, but as below. */
function paramsFor({ params, target, era }: Started): string {
  const { exposedName, upstreamName } = target.tool;
  const meta = era.kind === "E25" ? askingForLogs(era, params, target.server) : null;
  if (exposedName === upstreamName && meta === null) return params;
  const root = scanJson(params, { levels: 1, maxDepth: Number.POSITIVE_INFINITY });
  const changes = { name: JSON.stringify(upstreamName), ...(meta === null ? {} : { _meta: meta }) };
  return editObject(params, root, changes);
}

/** What a session set once, 2026-07-28 says in each request. The `_meta` to send, or null for the client's own. */
function askingForLogs(
  era: Era,
  params: string,
  server: Started["target"]["server"],
): string | null {
  const level = logLevelOf(era, params);
  if (!level || upstreamEraFor(server, era) !== "E26") return null;
  const asked = { [metaKeys.logLevel]: JSON.stringify(level) };
  const root = scanJson(params, { levels: 2, maxDepth: Number.POSITIVE_INFINITY });
  const meta = memberAt(params, root, "_meta");
  if (meta?.kind === "object") return editObject(params, meta, asked);
  return `{${JSON.stringify(metaKeys.logLevel)}:${JSON.stringify(level)}}`;
}

function sessionOf({ era }: Started) {
  return era.kind === "E25" && era.session
    ? { kind: "kept" as const, key: era.session.id }
    : { kind: "exclusive" as const };
}

/** How the record calls the end of a call that was answered. */
export function endingOf(answer: UpstreamAnswer): Ending {
  if (answer.kind === "error") {
    const { code, message } = JSON.parse(answer.raw) as { code?: unknown; message?: unknown };
    return {
      outcome: "failed",
      errorCode: String(code),
      errorMessage: String(message).slice(0, 2_000),
    };
  }
  const outcome = isToolError(answer.raw) ? "tool_error" : "ok";
  return { outcome, errorCode: null, errorMessage: null };
}

function failedAnswer(
  started: Started,
  error: unknown,
): { answer: UpstreamAnswer; ending: Ending } {
  const { server } = started.target;
  const known = toAppError(error);
  const facts = { serverId: server.id, callId: started.call.id, requestId: started.requestId };
  // The cause may quote what the server said, which a filter would have taken out.
  const err = started.snapshot.filters.record ? null : (known.cause ?? known);
  log().warn({ err, code: known.code, ...facts }, "a call failed");
  return failureOf(known, started, new Date());
}

function stopOf(signal: StopSignal): Stop {
  return signal.reason === "revoked" ? "revoked" : "cancelled";
}
