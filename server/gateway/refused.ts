// In: how far a request came, and why it went no further. Out: one more in the count of such requests. Promises that no
// refusal without a row of its own is left out (security: T96), that counting waits for nothing, and that neither a token
// nor a header reaches the record.
import { isIP } from "node:net";
import type { Attempt, Sender } from "@/server/activity/attempt-rows";
import { attempts } from "@/server/activity/attempts";
import { toAppError } from "@/server/core/errors";
import type { EndpointSnapshot } from "@/server/endpoints/snapshot";
import { bearerOf } from "@/server/gateway/bearer";
import type { Era } from "@/server/gateway/era";
import type { Inbound } from "@/server/gateway/inbound";
import { knownName } from "@/server/gateway/methods";
import { Refusal } from "@/server/gateway/refusal";
import type { Message } from "@/server/gateway/rpc";
import type { Principal } from "@/server/grants/principal";
import { clientIp } from "@/server/infra/client-ip";

/** What is known of a request by the time it is refused. */
export type Reached = {
  inbound: Inbound;
  slug: string;
  requestId: string;
  message?: Message;
  principal?: Principal;
  snapshot?: EndpointSnapshot;
  era?: Era;
};

/** Counts the request, unless it has its row. */
export function countRefused(reached: Reached, error: unknown, at: Date): void {
  if (error instanceof Refusal && error.options.recorded) return;
  const { principal, snapshot, slug, requestId, era } = reached;
  attempts().count({
    ...{ slug, requestId, at },
    ...why(error),
    endpoint: snapshot?.endpoint ?? null,
    sender: principal ? senderOf(principal) : null,
    token: principal ? null : tokenOf(reached, error),
    address: addressOf(reached.inbound),
    method: methodOf(reached),
    era: era?.kind ?? "none",
  });
}

function why(error: unknown): Pick<Attempt, "reason" | "code" | "message" | "outcome"> {
  if (error instanceof Refusal) {
    const code = codeOf(error);
    const reason = unauthenticated.has(code) ? "unauthenticated" : code;
    return { reason, code, message: error.message, outcome: "denied" };
  }
  const { code, message } = toAppError(error);
  return { reason: code, code, message, outcome: "failed" };
}

const unauthenticated: ReadonlySet<string> = new Set([
  "no_token",
  "invalid_token",
  "wrong_endpoint",
]);

const byStatus: Readonly<Record<number, string>> = {
  403: "foreign_origin",
  404: "no_session",
  405: "wrong_verb",
  406: "wrong_type",
  413: "too_large",
  415: "wrong_type",
};

const byCode: Readonly<Record<number, string>> = {
  [-32601]: "unknown_method",
  [-32602]: "invalid_params",
  [-32020]: "header_mismatch",
  [-32022]: "unsupported_version",
};

/** What the record calls a refusal. */
export function codeOf({ status, code, options }: Refusal): string {
  return options.reason ?? byCode[code] ?? byStatus[status] ?? "malformed";
}

function senderOf(principal: Principal): Sender {
  const { userId, userName, clientId, clientName, grantId } = principal;
  return { userId, userName, clientId, clientName, grantId };
}

/** A token nobody has looked up: whose it is, is asked when the row is written. One that was refused is nobody's. */
function tokenOf({ inbound, slug }: Reached, error: unknown): string | null {
  const refused = error instanceof Refusal ? codeOf(error) : null;
  if (refused === "no_token" || refused === "invalid_token") return null;
  try {
    return bearerOf(inbound, slug);
  } catch {
    return null;
  }
}

/** An address in the form of one, and nothing else that a header may hold. */
function addressOf(inbound: Inbound): string | null {
  const address = clientIp({ get: (name) => inbound.header(name) });
  return address !== null && isIP(address) !== 0 ? address : null;
}

const verbs: ReadonlySet<string> = new Set(["POST", "GET", "DELETE"]);

/** Of a known sender the message's; otherwise how it was sent. Neither is a word that a client could make up. */
function methodOf({ principal, message, inbound }: Reached): string {
  if (principal && message && "method" in message) return knownName(message.method);
  return verbs.has(inbound.method) ? inbound.method : "unknown";
}
