// In: a client that wants to hear of changes: the GET stream of 2025, subscriptions/listen of 2026. Out: a stream that
// stays open. Promises a list_changed exactly when what this client would list has become different.

import { newId, sha256 } from "@/server/core/ids";
import { memberAt, rawOf } from "@/server/core/json-edit";
import { type EndpointSnapshot, findEndpointSnapshot } from "@/server/endpoints/snapshot";
import { requireAccept } from "@/server/gateway/entry";
import { eventStream, frame } from "@/server/gateway/exchange";
import type { Reply, Sink } from "@/server/gateway/inbound";
import type { Admitted } from "@/server/gateway/limits";
import { type Live, lives } from "@/server/gateway/live";
import { recordAnswer, recordCutOff } from "@/server/gateway/record-message";
import { Refusal } from "@/server/gateway/refusal";
import { countRefused } from "@/server/gateway/refused";
import { resultMessage } from "@/server/gateway/reply";
import type { LocalAction, OwnAction } from "@/server/gateway/route";
import { metaKeys, serverInfo } from "@/server/gateway/versions";
import { log } from "@/server/infra/log";

type Words = {
  /** First of all, if anything. */
  hello: string;
  changed: string;
  /** When the server ends the stream in order. */
  goodbye: string | null;
};

const quietMs = 15_000;

/** GET: one stream per session, the newest; an earlier one of the same session ends. */
export async function openSessionStream(admitted: Admitted<LocalAction>): Promise<Reply> {
  requireAccept(admitted.inbound, "text/event-stream");
  await recordAnswer(admitted, 0);
  const { era } = admitted;
  const session = era.kind === "E25" ? era.session : null;
  for (const live of lives().all)
    if (session && live.sessionId === session.id) live.end("session_ended");
  const changed = frame('{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}');
  return openStream(admitted, session?.id ?? null, {
    hello: ": connected\n\n",
    changed,
    goodbye: null,
  });
}

/** subscriptions/listen (2026-07-28, Subscriptions). Throws `Refusal` -32602 without a filter. */
export async function listen(admitted: Admitted<OwnAction>): Promise<Reply> {
  const { action, text, snapshot } = admitted;
  const { params } = action;
  const filter = params ? memberAt(text, params, "notifications") : undefined;
  if (filter?.kind !== "object")
    throw new Refusal(200, -32602, "Invalid params: notifications must be an object.");
  await recordAnswer(admitted, 0);
  const wanted = memberAt(text, filter, "toolsListChanged");
  const honoured = wanted && rawOf(text, wanted) === "true" ? { toolsListChanged: true } : {};
  const meta = `"_meta":{"${metaKeys.subscription}":${action.id}}`;
  const say = (method: string, rest: string) =>
    frame(`{"jsonrpc":"2.0","method":"notifications/${method}","params":{${meta}${rest}}}`);
  const ended = `{"_meta":{"${metaKeys.subscription}":${action.id},"${metaKeys.serverInfo}":${JSON.stringify(serverInfo(snapshot.endpoint.name))}},"resultType":"complete"}`;
  const words = {
    hello: say("subscriptions/acknowledged", `,"notifications":${JSON.stringify(honoured)}`),
    changed: say("tools/list_changed", ""),
    goodbye: frame(resultMessage(action.id, ended)),
  };
  if ("toolsListChanged" in honoured) return openStream(admitted, null, words);
  // Nothing that could ever be told: acknowledged and over.
  admitted.ticket.release();
  const body = (sink: Sink) => {
    sink.write(words.hello + words.goodbye);
    sink.end();
  };
  return { status: 200, headers: { ...eventStream }, body };
}

function openStream(
  admitted: Admitted<LocalAction>,
  sessionId: string | null,
  words: Words,
): Reply {
  const stream = new ChangeStream(admitted, sessionId, words);
  admitted.inbound.onGone(() => stream.end("cancelled"));
  const headers = { ...eventStream, "x-request-id": admitted.requestId };
  return { status: 200, headers, body: (sink) => stream.attach(sink) };
}

class ChangeStream implements Live {
  readonly token: string;
  readonly slug: string;
  readonly cancelKey = null;
  private sink: Sink | null = null;
  private over = false;
  private wroteAt = performance.now();
  private shown: string;

  constructor(
    private readonly admitted: Admitted<LocalAction>,
    readonly sessionId: string | null,
    private readonly words: Words,
  ) {
    this.token = admitted.token;
    this.slug = admitted.slug;
    this.shown = fingerprintOf(admitted.snapshot);
    lives().add(this);
  }

  attach(sink: Sink): void {
    this.sink = sink;
    this.write(this.words.hello);
    if (this.over) sink.end();
    // What changed between the request and now would otherwise go unsaid.
    else this.changed();
  }

  beat(now: number): void {
    if (now - this.wroteAt > quietMs) this.write(": keep-alive\n\n");
  }

  readonly changed = (): void => {
    void this.look().catch((error: unknown) =>
      log().warn({ err: error }, "a client could not be told of changed tools"),
    );
  };

  readonly end: Live["end"] = (reason) => {
    if (this.over) return;
    this.over = true;
    lives().remove(this);
    this.admitted.ticket.release();
    if (reason === "shutdown" && this.words.goodbye) this.write(this.words.goodbye);
    this.sink?.end();
    if (reason === "revoked") void this.cutOff();
  };

  /** Nobody waits for an answer here: what cannot be written is counted, as a refusal is. */
  private async cutOff(): Promise<void> {
    try {
      await recordCutOff(this.admitted, newId());
    } catch (error) {
      countRefused(this.admitted, error, new Date());
    }
  }

  private async look(): Promise<void> {
    const snapshot = await findEndpointSnapshot(this.slug);
    if (!snapshot || this.over) return;
    const now = fingerprintOf(snapshot);
    if (now === this.shown || this.sink?.full()) return;
    this.shown = now;
    this.write(this.words.changed);
  }

  private write(text: string): void {
    this.wroteAt = performance.now();
    this.sink?.write(text);
  }
}

const fingerprints = new WeakMap<EndpointSnapshot, string>();

/** Equal exactly when two snapshots list the same. */
function fingerprintOf(snapshot: EndpointSnapshot): string {
  const known = fingerprints.get(snapshot);
  if (known) return known;
  const fresh = sha256(snapshot.tools.map((tool) => tool.definition).join("\n"));
  fingerprints.set(snapshot, fresh);
  return fresh;
}
