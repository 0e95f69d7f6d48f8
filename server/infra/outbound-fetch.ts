// In: a URL somebody configured, and what to send. Out: a standard Response whose body is complete. Promises everything
// exchange.ts promises; for documents of bounded size, such as metadata and keys.
import { AppError } from "@/server/core/errors";
import type { StopSignal } from "@/server/core/stop";
import { exchange } from "@/server/infra/exchange";

export type OutboundInit = {
  method?: "GET" | "POST" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: StopSignal | undefined;
  /** Sockets are shared only between requests with the same key; default "none". */
  credentialKey?: string;
  /** Default 1 MB. */
  maxBytes?: number;
  /** Milliseconds in all, default 10 s. */
  totalMs?: number;
};

const bodiless = new Set([204, 205, 304]);

/**
 * Fetches from a configurable address. Throws AppError: `bad_request`, `egress_blocked`, `upstream_redirect`,
 * `upstream_unreachable`, `upstream_timeout`, `upstream_invalid`, `upstream_too_large`. Error statuses do not throw.
 */
export async function outboundFetch(url: string | URL, init: OutboundInit = {}): Promise<Response> {
  const chunks: Buffer[] = [];
  const head = { status: 0, headers: new Headers() };
  const running = exchange(
    {
      url: String(url),
      method: init.method ?? "GET",
      headers: init.headers ?? {},
      ...(init.body === undefined ? {} : { body: init.body }),
      credentialKey: init.credentialKey ?? "none",
      signal: init.signal,
      maxBytes: init.maxBytes ?? 1 << 20,
      totalMs: init.totalMs ?? 10_000,
    },
    {
      onHead: (status, headers) => {
        head.status = status;
        for (const [name, value] of Object.entries(headers))
          for (const one of [value ?? []].flat()) head.headers.append(name, one);
      },
      onChunk: (chunk) => chunks.push(chunk),
    },
  );
  await running.done;
  if (head.status < 200 || head.status > 599)
    throw new AppError("upstream_invalid", "The server's answer has an impossible status.");
  const body = bodiless.has(head.status) ? null : new Uint8Array(Buffer.concat(chunks));
  return new Response(body, head);
}
