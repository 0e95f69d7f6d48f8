// In: a permitted request. Out: the same with a ticket, to be given back when the answer is complete. Promises that one
// client cannot take the gateway from the others: 600 messages a minute, 32 at once, 200 at once for an endpoint (§4.10).
import { shared } from "@/server/core/shared";
import type { Authorized } from "@/server/gateway/authorize";
import { requirePace, tooMany } from "@/server/gateway/pace";
import type { Action } from "@/server/gateway/route";
import { env } from "@/server/infra/env";

export type Admitted<A extends Action = Action> = Authorized<A> & { ticket: Ticket };

/** Streams that stay open are counted apart, so that they leave room for calls. */
const waiting: readonly Action["kind"][] = ["stream", "listen"];

class Counters {
  readonly open = new Map<string, number>();

  enter(key: string, limit: number): boolean {
    const count = this.open.get(key) ?? 0;
    if (count >= limit) return false;
    this.open.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    const count = (this.open.get(key) ?? 1) - 1;
    if (count === 0) this.open.delete(key);
    else this.open.set(key, count);
  }
}

const counters = () => shared("gateway.counters", () => new Counters());

/** A place among those at work. */
class Ticket {
  private isOpen = true;

  constructor(private readonly keys: readonly string[]) {}

  /** Gives the place back; more than once does nothing. */
  release(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    for (const key of this.keys) counters().leave(key);
  }
}

/** Seventh room. Throws `Refusal` 429 with Retry-After. */
export function admit(authorized: Authorized): Admitted {
  const { principal, snapshot, action } = authorized;
  const { LIMIT_CONCURRENT_PER_GRANT, LIMIT_CONCURRENT_PER_ENDPOINT } = env();
  requirePace(principal.paceKey);
  const kind = waiting.includes(action.kind) ? "streams" : "calls";
  const own = `${kind}:${principal.paceKey}`;
  if (!counters().enter(own, LIMIT_CONCURRENT_PER_GRANT))
    throw tooMany(1, `At most ${LIMIT_CONCURRENT_PER_GRANT} ${kind} at once.`, "busy");
  if (kind === "streams") return { ...authorized, ticket: new Ticket([own]) };
  const all = `endpoint:${snapshot.endpoint.id}`;
  if (!counters().enter(all, LIMIT_CONCURRENT_PER_ENDPOINT)) {
    counters().leave(own);
    throw tooMany(1, "The endpoint is busy.", "busy");
  }
  return { ...authorized, ticket: new Ticket([own, all]) };
}
