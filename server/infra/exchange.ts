// In: one HTTP request and a listener. Out: status, headers and body chunks to the listener, then an end or an AppError.
// Promises the time and size limits of the environment, no redirect followed, no encoded body, nothing retried.
import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { AppError } from "@/server/core/errors";
import type { StopSignal } from "@/server/core/stop";
import { env } from "@/server/infra/env";
import { checkedAddress, outboundPool } from "@/server/infra/outbound";
import { toOutboundError } from "@/server/infra/outbound-errors";

export type OutboundRequest = {
  url: string;
  method: "GET" | "POST" | "DELETE";
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Sockets are shared only between requests with the same key. */
  credentialKey: string;
  signal?: StopSignal | undefined;
  /** Bytes of the body, default LIMIT_UPSTREAM_BYTES; 0 for streams that count for themselves. */
  maxBytes?: number;
  /** Milliseconds in all, default UPSTREAM_TOTAL_MS. */
  totalMs?: number;
};

export type OutboundListener = {
  /** Throws to refuse the answer. */
  onHead(status: number, headers: IncomingHttpHeaders): void;
  onChunk(chunk: Buffer): void;
};

export type Exchange = {
  /** Resolves when the body is complete; rejects with an AppError, or with the reason of an abort. */
  done: Promise<void>;
  /** Ends it now; the socket is closed, since HTTP/1.1 cannot take a request back. */
  abort(reason: Error): void;
  /** Stops reading, without a time limit but that in all, until `resume`. */
  pause(): void;
  resume(): void;
};

/**
 * Sends a request through the egress guard. Throws `bad_request` or `egress_blocked` at once for addresses that are
 * refused unseen; everything later arrives through `done`. A 3xx with a Location rejects with `upstream_redirect`.
 */
export function exchange(request: OutboundRequest, listener: OutboundListener): Exchange {
  const { origin, path } = checkedAddress(request.url);
  const running = new Running(request, listener);
  const limits = env();
  outboundPool(origin, request.credentialKey).dispatch(
    {
      path,
      method: request.method,
      headers: { "user-agent": "gatehouse", "accept-encoding": "identity", ...request.headers },
      body: request.body ?? null,
      headersTimeout: limits.UPSTREAM_FIRST_BYTE_MS,
      bodyTimeout: limits.UPSTREAM_IDLE_MS,
    },
    running,
  );
  return running;
}

/** One request under way, in the shape undici calls back. */
class Running implements Dispatcher.DispatchHandler, Exchange {
  readonly done: Promise<void>;
  private settle: { resolve(): void; reject(error: unknown): void } | null = null;
  private controller: Dispatcher.DispatchController | null = null;
  private failure: Error | null = null;
  private bytes = 0;
  private readonly maxBytes: number;
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort: () => void;

  constructor(
    private readonly request: OutboundRequest,
    private readonly listener: OutboundListener,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    const { signal, maxBytes, totalMs } = request;
    this.maxBytes = maxBytes ?? env().LIMIT_UPSTREAM_BYTES;
    this.timer = setTimeout(() => this.fail(tookTooLong()), totalMs ?? env().UPSTREAM_TOTAL_MS);
    this.onAbort = () => this.fail(abortReason(signal));
    if (signal?.aborted) this.onAbort();
    else signal?.addEventListener("abort", this.onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failure) controller.abort(this.failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.guarded(() => {
      checkHead(status, headers);
      this.listener.onHead(status, headers);
    });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.guarded(() => {
      this.bytes += chunk.length;
      if (this.maxBytes > 0 && this.bytes > this.maxBytes) throw tooLarge();
      this.listener.onChunk(chunk);
    });
  }

  onResponseEnd(): void {
    this.finish((settle) => settle.resolve());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.finish((settle) => settle.reject(toOutboundError(error)));
  }

  abort(reason: Error): void {
    this.fail(reason);
  }

  pause(): void {
    this.controller?.pause();
  }

  resume(): void {
    if (!this.failure) this.controller?.resume();
  }

  /** The first failure counts; it settles at once, also while the request still waits for a socket. */
  private fail(reason: Error): void {
    if (!this.settle) return;
    this.failure = reason;
    this.finish((settle) => settle.reject(reason));
    this.controller?.abort(reason);
  }

  /** An exception must not reach undici's parser: it would surface elsewhere. */
  private guarded(step: () => void): void {
    if (this.failure) return;
    try {
      step();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error("refused", { cause: error }));
    }
  }

  private finish(how: (settle: { resolve(): void; reject(error: unknown): void }) => void): void {
    const { settle } = this;
    if (!settle) return;
    this.settle = null;
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener("abort", this.onAbort);
    how(settle);
  }
}

function checkHead(status: number, headers: IncomingHttpHeaders): void {
  if (status >= 300 && status < 400 && status !== 304)
    throw new AppError(
      "upstream_redirect",
      "The server answers with a redirect, which is never followed. Enter the address it redirects to.",
      { details: { reason: "redirect" } },
    );
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "" && String(encoding).toLowerCase() !== "identity")
    throw new AppError(
      "upstream_invalid",
      "The server compresses its answer although it was asked not to.",
      {
        details: { reason: "encoding" },
      },
    );
}

function tooLarge(): AppError {
  return new AppError("upstream_too_large", "The server's answer is larger than the limit.", {
    details: { reason: "bytes" },
  });
}

function tookTooLong(): AppError {
  return new AppError("upstream_timeout", "The server did not finish its answer in time.", {
    details: { reason: "total" },
  });
}

function abortReason(signal: StopSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error("aborted");
}
