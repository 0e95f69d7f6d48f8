// In: what a failed exchange threw. Out: an AppError with one of our fixed codes and a sentence that says what to do.
// Promises that neither addresses behind a name nor headers nor bodies of the other side appear in it.
import { AppError, type ErrorCode } from "@/server/core/errors";
import { EgressBlocked } from "@/server/infra/egress-connect";

type Explained = { code: ErrorCode; reason: string; message: string };

const explain = (code: ErrorCode, reason: string, message: string): Explained => ({
  code,
  reason,
  message,
});

const unreachable = (reason: string, message: string) =>
  explain("upstream_unreachable", reason, message);

const byCode: Readonly<Record<string, Explained>> = {
  ENOTFOUND: unreachable("dns", "The server's name could not be found in DNS."),
  EAI_AGAIN: unreachable("dns", "DNS did not answer for the server's name. Try again later."),
  ECONNREFUSED: unreachable("refused", "The server refuses connections at this port."),
  EHOSTUNREACH: unreachable("route", "There is no route to the server."),
  ENETUNREACH: unreachable("route", "There is no route to the server."),
  UND_ERR_CONNECT_TIMEOUT: unreachable(
    "connect_timeout",
    "The server did not accept a connection in time.",
  ),
  ETIMEDOUT: unreachable("connect_timeout", "The server did not accept a connection in time."),
  ECONNRESET: unreachable("closed", "The server closed the connection before it answered."),
  EPIPE: unreachable("closed", "The server closed the connection before it answered."),
  UND_ERR_SOCKET: unreachable("closed", "The server closed the connection before it answered."),
  UND_ERR_CLOSED: unreachable("stopping", "The connection was closed on our side. Try again."),
  UND_ERR_DESTROYED: unreachable("stopping", "The connection was closed on our side. Try again."),
  UND_ERR_HEADERS_TIMEOUT: explain(
    "upstream_timeout",
    "first_byte",
    "The server did not begin to answer in time.",
  ),
  UND_ERR_BODY_TIMEOUT: explain(
    "upstream_timeout",
    "idle",
    "The server stopped in the middle of its answer.",
  ),
  UND_ERR_HEADERS_OVERFLOW: explain(
    "upstream_invalid",
    "headers",
    "The server's answer has headers that are too large.",
  ),
};

/** Translates an error of undici, of a socket or of TLS; an AppError passes unchanged. */
export function toOutboundError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof EgressBlocked) return egressBlocked(error.hostPort, error.never);
  const { code, message, reason } = explained(error);
  return new AppError(code, message, { cause: error, details: { reason } });
}

/** The refusal of an address, with the `host:port` an installation administrator could allow. */
export function egressBlocked(hostPort: string, never: boolean): AppError {
  if (never)
    return new AppError(
      "egress_blocked",
      "This address belongs to a cloud's own services and is never contacted.",
      { details: { reason: "metadata", never: true } },
    );
  return new AppError(
    "egress_blocked",
    `The address ${hostPort} is private or not encrypted, so it is not contacted. An installation administrator can allow ${hostPort}.`,
    { details: { reason: "private", hostPort } },
  );
}

function explained(error: unknown): Explained {
  const codes = codesOf(error);
  for (const code of codes) {
    const known = byCode[code];
    if (known) return known;
    if (code.startsWith("HPE_"))
      return explain("upstream_invalid", "http", "The server's answer is not valid HTTP.");
    if (/CERT|TLS|SSL|EPROTO|VERIFY/.test(code))
      return unreachable(
        "tls",
        "No secure connection to the server is possible: its certificate or TLS set-up is not accepted.",
      );
  }
  return unreachable("network", "The server cannot be reached.");
}

/** The codes of an error, of its causes, and of the attempts a happy-eyeballs connect gathered. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const queue: unknown[] = [error];
  for (let next = queue.shift(); next !== undefined && codes.length < 8; next = queue.shift()) {
    if (!(next instanceof Error)) continue;
    if ("code" in next && typeof next.code === "string") codes.push(next.code);
    if (next instanceof AggregateError) queue.push(...next.errors);
    if (next.cause !== undefined) queue.push(next.cause);
  }
  return codes;
}
