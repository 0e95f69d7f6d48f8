// In: one JSON-RPC request for an upstream. Out: its answer, and on the way the notifications that belong to it.
// Promises that nothing else the upstream says gets through: no foreign progress, no requests to the client, no flood.
import { randomInt } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@/server/core/errors";
import { editObject, memberAt, rawOf } from "@/server/core/json-edit";
import type { JsonNode } from "@/server/core/json-scan";
import { env } from "@/server/infra/env";
import { type Incoming, invalidAnswer, readIncoming } from "@/server/upstream/envelope";
import { type Post, type Posted, post, resume } from "@/server/upstream/post";
import { type Question, type Respondent, replyTo } from "@/server/upstream/respondent";
import { noAnswer } from "@/server/upstream/status";
import type { UpstreamAnswer } from "@/server/upstream/target";

export type Ask = Post & {
  id: number;
  /** The client's progress token as raw JSON, null when it asked for no progress. */
  clientToken: string | null;
  onNotification?: ((raw: string) => void) | undefined;
  /** Posts our answer to a request of the server; absent for E26, where servers make none. */
  reply?: ((body: string) => void) | undefined;
  /** Who answers requests of the server; without one all but `ping` are refused. */
  respondent?: Respondent | undefined;
  /** E25: a stream that broke off may be taken up again with Last-Event-ID. */
  resumable?: boolean;
  /** Nesting of the answer, default LIMIT_JSON_DEPTH. */
  maxDepth?: number | undefined;
};

export type Asked = {
  answer: UpstreamAnswer | null;
  /** The `resultType` of a result, or the code of an error. */
  mark: string | null;
  status: number;
  headers: IncomingHttpHeaders;
  /** The beginning of the body of an error status that held no answer. */
  complaint: string;
};

/** Requests of the server we answer in one call, and notifications we pass on; more are dropped. */
const maxServerRequests = 32;
const maxNotifications = 1_000;
/** A broken stream is taken up again so often, and at most so slowly. */
const maxResumptions = 5;
const maxRetryMs = 10_000;
/** After the answer, the server has this long to end its stream, so that the socket can be used again. */
const lingerMs = 2_000;

/**
 * A fresh JSON-RPC id, unique in this process, so that answers cannot be confused between sessions either. Where it
 * begins is random: a stored session is used by other replicas too, and an id must not come twice in one session.
 */
export function nextId(): number {
  lastId = lastId === Number.MAX_SAFE_INTEGER ? 1 : lastId + 1;
  return lastId;
}

// Below 2^32 for a long while: some servers keep ids in 32 bits.
let lastId = randomInt(2 ** 31);

export type Asking = {
  /**
   * Resolves at the answer, or without one at an error status. Rejects with AppError `upstream_invalid`,
   * `upstream_too_large`, `upstream_timeout`, `upstream_unreachable`, `upstream_redirect`, `egress_blocked`, or with the
   * reason of an abort.
   */
  done: Promise<Asked>;
  /** Closes the connection: for E26 this cancels the request, for E25 it tells the server nothing. */
  abort(reason: Error): void;
};

/** Sends the request. Nothing is sent twice; a stream that broke off is taken up again where the server allows it. */
export function beginAsk(request: Ask): Asking {
  const conversation = new Conversation(request);
  conversation.run();
  return conversation;
}

/** `beginAsk` for those who abort through the request's signal. */
export function ask(request: Ask): Promise<Asked> {
  return beginAsk(request).done;
}

/** The answer, or the AppError for its absence. A refusal of our credential is none, also where it is dressed as one. */
export function requireAnswer(asked: Asked): UpstreamAnswer {
  if (!asked.answer || refusesCredential(asked)) throw noAnswer(asked.status, asked.headers);
  return asked.answer;
}

function refusesCredential({ status, headers }: Asked): boolean {
  return status === 401 || (status === 403 && headers["www-authenticate"] !== undefined);
}

class Conversation implements Asking {
  readonly done: Promise<Asked>;
  private resolve: (asked: Asked) => void = () => {};
  private reject: (error: unknown) => void = () => {};
  private posted: Posted | null = null;
  private answered = false;
  private aborted: Error | null = null;
  private complaint = "";
  private requests = 0;
  private notifications = 0;

  constructor(private readonly request: Ask) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  run(): void {
    this.converse().catch(this.reject);
  }

  abort(reason: Error): void {
    this.aborted = reason;
    this.posted?.abort(reason);
    this.reject(reason);
  }

  private async converse(): Promise<void> {
    this.posted = post(this.request, this.onMessage);
    await this.finish(this.posted);
    for (let turn = 0; turn < maxResumptions && this.isOpen(); turn++) {
      const { lastEventId, retryMs, status }: Posted["end"] = this.posted.end;
      if (!this.request.resumable || lastEventId === null || status !== 200) break;
      const pause = Math.min(retryMs ?? 1_000, maxRetryMs);
      await wait(pause);
      if (!this.isOpen()) return;
      this.posted = resume(this.request, lastEventId, this.onMessage);
      await this.finish(this.posted);
    }
    if (!this.isOpen()) return;
    const { status, headers } = this.posted.end;
    if (status === 200) throw invalidAnswer("no_answer");
    this.resolve({ answer: null, mark: null, status, headers, complaint: this.complaint });
  }

  private isOpen(): boolean {
    return !this.answered && this.aborted === null;
  }

  /** A stream that can be taken up again may end in any way. */
  private async finish(posted: Posted): Promise<void> {
    try {
      await posted.done;
    } catch (error) {
      const broken = error instanceof AppError && error.details["reason"] === "closed";
      const goesOn = this.request.resumable && broken && posted.end.lastEventId !== null;
      if (this.answered || goesOn) return;
      throw error;
    }
  }

  private readonly onMessage = (text: string, status: number): void => {
    if (this.answered) return;
    const incoming = this.read(text, status);
    if (incoming?.kind === "answer") this.settle(incoming.answer, incoming.mark, status);
    else if (incoming?.kind === "notification") this.notify(text, incoming.method, incoming.root);
    else if (incoming?.kind === "request") this.respond(incoming.id, incoming);
  };

  /** At an error status the body may be anything; only a sound answer in it counts. */
  private read(text: string, status: number): Incoming | null {
    const { id, maxDepth } = this.request;
    try {
      return readIncoming(text, id, maxDepth ?? env().LIMIT_JSON_DEPTH);
    } catch (error) {
      if (status < 400) throw error;
      this.complaint = text.slice(0, 2048);
      return null;
    }
  }

  private settle(answer: UpstreamAnswer, mark: string | null, status: number): void {
    const { posted } = this;
    this.answered = true;
    const headers = posted?.end.headers ?? {};
    this.resolve({ answer, mark, status, headers, complaint: "" });
    if (!posted?.end.stream) return;
    const timer = setTimeout(() => posted.abort(new Error("the stream went on")), lingerMs);
    timer.unref();
    posted.done.finally(() => clearTimeout(timer)).catch(() => {});
  }

  private notify(text: string, method: string, root: JsonNode): void {
    const { onNotification } = this.request;
    if (!onNotification || this.notifications >= maxNotifications) return;
    const raw = method === "notifications/message" ? text : this.ownProgress(text, method, root);
    if (raw === null) return;
    this.notifications++;
    onNotification(raw);
  }

  /** Progress of this request with the client's token in place of ours; null for everything else. */
  private ownProgress(text: string, method: string, root: JsonNode): string | null {
    const { clientToken, id } = this.request;
    if (method !== "notifications/progress" || clientToken === null) return null;
    const params = memberAt(text, root, "params");
    const token = memberAt(text, root, "params", "progressToken");
    if (!params || !token || rawOf(text, token) !== String(id)) return null;
    const changed = editObject(text, params, { progressToken: clientToken });
    return editObject(text, root, { params: changed });
  }

  private respond(id: string, question: Question): void {
    if (++this.requests > maxServerRequests) throw invalidAnswer("server_requests");
    const { reply, respondent } = this.request;
    if (!reply) return;
    void replyTo(id, question, respondent).then((body) => {
      if (this.aborted === null) reply(body);
    });
  }
}
