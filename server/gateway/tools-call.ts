// In: an admitted tools/call. Out: its reply. Promises the order of the last rooms: permitted, redacted, started, called,
// redacted, concluded, replied; what fails in one never reaches the next.
import { Stopping } from "@/server/core/stop";
import { invalidToken } from "@/server/gateway/bearer";
import { call } from "@/server/gateway/call";
import { conclude } from "@/server/gateway/conclude";
import { Exchange } from "@/server/gateway/exchange";
import type { Stop } from "@/server/gateway/failure";
import type { Reply } from "@/server/gateway/inbound";
import type { Admitted } from "@/server/gateway/limits";
import { type EndReason, type Live, lives } from "@/server/gateway/live";
import { permit } from "@/server/gateway/permit";
import { redactRequest } from "@/server/gateway/redact-request";
import { redactResponse } from "@/server/gateway/redact-response";
import { replyTo } from "@/server/gateway/refusal";
import { Relay } from "@/server/gateway/relay";
import { messageFor, statusFor } from "@/server/gateway/reply";
import type { CallAction } from "@/server/gateway/route";
import { type Started, start } from "@/server/gateway/start";
import { LargeAnswer } from "@/server/infra/large-answers";

/** Answers as soon as there is something to say; the call itself goes on until its outcome is durable. */
export async function callTool(admitted: Admitted<CallAction>): Promise<Reply> {
  const { ticket } = admitted;
  try {
    const started = await start(await redactRequest(await permit(admitted)));
    const exchange = new Exchange({ "x-request-id": admitted.requestId }, admitted.begun);
    void finish(started, exchange).finally(() => ticket.release());
    return await exchange.reply;
  } catch (error) {
    ticket.release();
    throw error;
  }
}

async function finish(started: Started, exchange: Exchange): Promise<void> {
  const stopping = new Stopping();
  const live = liveOf(started, exchange, stopping);
  lives().add(live);
  // 2026-07-28: a closed stream is the cancellation. Before, a client that leaves cancels nothing (security: T75).
  if (started.era.kind === "E26") started.inbound.onGone(() => live.end("cancelled"));
  const large = new LargeAnswer(started.target.server.id);
  try {
    const relay = new Relay(started, exchange);
    const answered = await call(started, stopping, (raw) => relay.pass(raw), large);
    await relay.settled();
    const concluded = await conclude(await redactResponse(answered));
    if (!stopping.aborted) exchange.finish(messageFor(concluded), statusFor(concluded));
    else endEarly(started, exchange, stopping.reason as Stop);
  } catch (error) {
    fail(started, exchange, error);
  } finally {
    lives().remove(live);
    if (large.isHeld) started.inbound.onSent(() => large.release());
    else large.release();
  }
}

function liveOf(started: Started, exchange: Exchange, stopping: Stopping): Live {
  const { token, slug, era, action } = started;
  const session = era.kind === "E25" ? era.session : null;
  return {
    token,
    slug,
    sessionId: null,
    cancelKey: session ? `${session.id}:${action.id}` : null,
    beat: (now) => exchange.beat(now),
    end: (reason: EndReason) => {
      if (reason === "cancelled" || reason === "revoked") stopping.abort(reason);
    },
  };
}

/** A cancelled request gets no response (2025-11-25 cancellation); one whose access ended is told so. */
function endEarly(started: Started, exchange: Exchange, stop: Stop): void {
  if (stop === "revoked" && !exchange.isStreaming)
    exchange.refuse(replyTo(invalidToken(started.slug), started.requestId, undefined));
  else exchange.finish(null);
}

function fail(started: Started, exchange: Exchange, error: unknown): void {
  const { requestId, action } = started;
  const reply = replyTo(error, requestId, action.id);
  if (!exchange.isStreaming) exchange.refuse(reply);
  else exchange.finish(typeof reply.body === "string" ? reply.body : null);
}
