// In: a finished request for a destination. Out: what came of it, decided the same way for both kinds. Promises the
// egress guard, no redirect followed, and that nothing the receiver says is passed on but its status.
import { STATUS_CODES } from "node:http";
import { type AppError, toAppError } from "@/server/core/errors";
import type { StopSignal } from "@/server/core/stop";
import { askedDelay } from "@/server/forwarding/backoff";
import { outboundFetch } from "@/server/infra/outbound-fetch";

/** Milliseconds for one request in all; a lease outlives it. */
export const requestMs = 30_000;
const maxAnswerBytes = 256 << 10;

export type Delivery =
  | { taken: true; rejected: number; reason: string | null }
  | {
      taken: false;
      /** later: try again; refused: it will not change by itself; gone: at once; smaller: with fewer calls. */
      because: "later" | "refused" | "gone" | "smaller";
      /** A sentence for people, without anything the receiver wrote. */
      message: string;
      askedMs: number | null;
    };

export type Outgoing = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Sockets are shared only between requests with the same key. */
  credentialKey: string;
  signal?: StopSignal | undefined;
};

export type Answered = { status: number; contentType: string; text: string };

/** Sends it once. `read` looks at an answer of 2xx; a message from it means that it is not the one to expect. */
export async function send(
  request: Outgoing,
  read: (answer: Answered) => Delivery = () => taken,
): Promise<Delivery> {
  const { url, headers, body, credentialKey, signal } = request;
  try {
    const response = await outboundFetch(url, {
      ...{ method: "POST", headers, body, credentialKey, totalMs: requestMs },
      ...{ maxBytes: maxAnswerBytes, signal },
    });
    if (!response.ok) return refusal(response);
    const contentType = response.headers.get("content-type") ?? "";
    return read({ status: response.status, contentType, text: await response.text() });
  } catch (error) {
    return failure(toAppError(error));
  }
}

export const taken: Delivery = { taken: true, rejected: 0, reason: null };

export function later(message: string): Delivery {
  return { taken: false, because: "later", message, askedMs: null };
}

function refusal({ status, headers }: Response): Delivery {
  const askedMs = askedDelay(headers.get("retry-after"), new Date());
  const words = `HTTP ${status}${STATUS_CODES[status] ? ` ${STATUS_CODES[status]}` : ""}`;
  const message = `${words}: ${meaningOf(status)}`;
  return { taken: false, because: becauseOf(status), message, askedMs };
}

function becauseOf(status: number): "later" | "refused" | "gone" | "smaller" {
  if (status === 410) return "gone";
  if (status === 413) return "smaller";
  if (status === 408 || status === 429 || status >= 500) return "later";
  return "refused";
}

function meaningOf(status: number): string {
  if (status === 401 || status === 403)
    return "the receiver does not accept the headers it was sent. Check the secret in them.";
  if (status === 404 || status === 405 || status === 410)
    return "nothing takes calls at this address. Check its path.";
  if (status === 413) return "the receiver finds even a single call too large.";
  if (status === 429) return "the receiver asks for fewer requests.";
  if (status >= 500) return "the receiver has a problem of its own.";
  return "the receiver does not take what it was sent.";
}

/** Addresses that are not allowed and redirects stay so until somebody changes something. */
const lasting = ["bad_request", "egress_blocked", "upstream_redirect"];

function failure(error: AppError): Delivery {
  const because = lasting.includes(error.code) ? "refused" : "later";
  return { taken: false, because, message: error.message, askedMs: null };
}
