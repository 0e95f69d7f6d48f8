// In: a server, and one request for it. Out: the exact text of its result or error. Promises that the request is sent at
// most once, that it is cancelled upstream when it is given up here, and a fixed error code for everything that fails.
import { AppError } from "@/server/core/errors";
import type { StopSignal } from "@/server/core/stop";
import type { LargeAnswer } from "@/server/infra/large-answers";
import {
  type Ask,
  type Asked,
  type Asking,
  ask,
  beginAsk,
  nextId,
  requireAnswer,
} from "@/server/upstream/ask";
import { invalidAnswer } from "@/server/upstream/envelope";
import { type Session, sessionHeaders, tell } from "@/server/upstream/handshake";
import { hear } from "@/server/upstream/hearing";
import { encodeHeaderValue } from "@/server/upstream/mcp-headers";
import { toOutgoing } from "@/server/upstream/outgoing";
import type { Respondent } from "@/server/upstream/respondent";
import { maxRounds, nextRound } from "@/server/upstream/rounds";
import { leaseSession, type SessionUse } from "@/server/upstream/sessions";
import type { UpstreamAnswer, UpstreamTarget } from "@/server/upstream/target";

export type UpstreamCall = {
  method: string;
  /** Raw JSON object as the client sent it, `name` already the upstream's own. */
  params: string;
  /** E26: what `Mcp-Name` mirrors, not encoded. */
  mcpName?: string;
  /** E26: from `mcpParamHeaders`. */
  paramHeaders?: Readonly<Record<string, string>>;
  session: SessionUse;
  /** Its abort cancels the request upstream: `notifications/cancelled` for E25, a closed stream for E26. */
  signal?: StopSignal | undefined;
  /** Progress (with the client's own token) and log messages of this request, as raw JSON-RPC notifications. */
  onNotification?: ((raw: string) => void) | undefined;
  /** Answers what the server asks in the middle of the call, within the call's time limits; by default nobody does. */
  respondent?: Respondent | undefined;
  /** Takes room when the answer is large. The caller gives it back when it holds the answer no more. */
  large?: LargeAnswer | undefined;
};

/** Milliseconds the server gets to take note of a cancellation before the stream is closed. */
const cancelMs = 1_000;

/**
 * Asks the upstream. Throws AppError `upstream_unreachable`, `upstream_timeout`, `upstream_invalid`,
 * `upstream_too_large`, `upstream_redirect`, `connection_required`, `egress_blocked`; after an abort, the signal's
 * reason. A JSON-RPC error is an answer, not a failure.
 */
export async function callUpstream(
  target: UpstreamTarget,
  call: UpstreamCall,
): Promise<UpstreamAnswer> {
  if (call.signal?.aborted) throw call.signal.reason;
  return target.era === "E26" ? callModern(target, call) : callLegacy(target, call);
}

async function callModern(target: UpstreamTarget, call: UpstreamCall): Promise<UpstreamAnswer> {
  const headers = {
    ...call.paramHeaders,
    "mcp-protocol-version": target.protocolVersion,
    "mcp-method": call.method,
    ...(call.mcpName === undefined ? {} : { "mcp-name": encodeHeaderValue(call.mcpName) }),
  };
  let { params } = call;
  for (let round = 0; ; round++) {
    const request = toAsk(target, { ...call, params }, headers);
    const asked = await ask({ ...request, signal: call.signal });
    const answer = requireAnswer(asked);
    const { respondent } = call;
    if (asked.mark !== "input_required" || !respondent || round === maxRounds) {
      checkModern(answer.kind, asked.mark);
      return answer;
    }
    const answered = nextRound(call.params, answer.raw, respondent);
    params = await orAbort(answered, call.signal, () => {});
  }
}

/** HeaderMismatch, UnsupportedProtocolVersion: of our making. MissingRequiredClientCapability is the client's to know. */
const ourFaults = new Set(["-32020", "-32022"]);

/** What concerns our side of the exchange is no answer for the client; nor is a question we cannot put to it. */
function checkModern(kind: UpstreamAnswer["kind"], mark: string | null): void {
  if (kind === "error" && ourFaults.has(mark ?? "")) throw invalidAnswer(`modern_error_${mark}`);
  if (kind === "result" && (mark ?? "complete") !== "complete") throw invalidAnswer("result_type");
}

async function callLegacy(target: UpstreamTarget, call: UpstreamCall): Promise<UpstreamAnswer> {
  const lease = await orAbort(leaseSession(target, call.session), call.signal, (late) =>
    late.release(),
  );
  try {
    const asked = await askOn(lease.session, target, call);
    if (asked.answer || !isForgotten(lease.session, asked)) return requireAnswer(asked);
    // The server refused the request because of its session, so it was not processed and may be sent on a new one.
    const session = await orAbort(lease.renew(), call.signal, () => {});
    return requireAnswer(await askOn(session, target, call));
  } finally {
    lease.release();
  }
}

/** 404 says so by the specification; servers that restarted often answer 400 and name the session. */
function isForgotten(session: Session, { status, complaint }: Asked): boolean {
  return session.id !== null && (status === 404 || (status === 400 && /session/i.test(complaint)));
}

async function askOn(session: Session, target: UpstreamTarget, call: UpstreamCall): Promise<Asked> {
  session.usedAt = Date.now();
  if (!call.respondent) return converse(session, target, call);
  const deafen = await orAbort(hear(session, call.respondent), call.signal, (late) => late());
  try {
    return await converse(session, target, call);
  } finally {
    deafen();
  }
}

async function converse(
  session: Session,
  target: UpstreamTarget,
  call: UpstreamCall,
): Promise<Asked> {
  const request = toAsk(target, call, sessionHeaders(session));
  const reply = (body: string) => void tell(session, body);
  const asking = beginAsk({ ...request, reply, resumable: true });
  try {
    return await orAbort(asking.done, call.signal, () => {});
  } catch (error) {
    const late = error instanceof AppError && givenUp.has(error.code);
    if (call.signal?.aborted || late) void cancel(session, request.id, asking);
    throw error;
  }
}

/** Failures after which the server may still be working for nobody. */
const givenUp = new Set(["upstream_timeout", "upstream_too_large", "upstream_invalid"]);

async function cancel(session: Session, id: number, asking: Asking): Promise<void> {
  const close = () => asking.abort(new Error("cancelled"));
  const params = `{"requestId":${id},"reason":"The client no longer waits."}`;
  const timer = setTimeout(close, cancelMs);
  await tell(session, `{"jsonrpc":"2.0","method":"notifications/cancelled","params":${params}}`);
  clearTimeout(timer);
  close();
}

function toAsk(target: UpstreamTarget, call: UpstreamCall, headers: Record<string, string>): Ask {
  const id = nextId();
  const { params, clientToken } = toOutgoing(call.params, id, target);
  const method = JSON.stringify(call.method);
  const body = `{"jsonrpc":"2.0","id":${id},"method":${method},"params":${params}}`;
  const { onNotification, respondent, large } = call;
  return { target, headers, body, id, clientToken, onNotification, respondent, large };
}

/** The promise, unless the signal comes first; what then still arrives goes to `late`. */
function orAbort<T>(
  promise: Promise<T>,
  signal: StopSignal | undefined,
  late: (value: T) => void,
): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(signal.reason);
      promise.then(late, () => {});
    };
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop);
    const heard = () => signal.removeEventListener("abort", stop);
    promise.then(
      (value) => {
        heard();
        resolve(value);
      },
      (error: unknown) => {
        heard();
        reject(error);
      },
    );
  });
}
