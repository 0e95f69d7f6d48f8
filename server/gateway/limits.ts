// In: a permitted request. Out: the same with a ticket, to be given back when the answer is complete. Promises that one
// client cannot take the gateway from the others: 600 messages a minute, 32 at once, 200 at once for an endpoint (§4.10).
import { LRUCache } from "lru-cache";
import { shared } from "@/server/core/shared";
import type { Authorized } from "@/server/gateway/authorize";
import { Refusal } from "@/server/gateway/refusal";
import type { Action } from "@/server/gateway/route";
import { env } from "@/server/infra/env";

export type Admitted<A extends Action = Action> = Authorized<A> & { ticket: Ticket };

const minuteMs = 60_000;
/** Streams that stay open are counted apart, so that they leave room for calls. */
const waiting: readonly Action["kind"][] = ["stream", "listen"];

type Window = { from: number; count: number };

class Counters {
  readonly windows = new LRUCache<string, Window>({ max: 50_000, ttl: minuteMs });
  readonly open = new Map<string, number>();

  /** Seconds to wait, or 0 when one more fits into this minute. */
  take(key: string, limit: number, now: number): number {
    const window = this.windows.get(key);
    if (!window) {
      this.windows.set(key, { from: now, count: 1 });
      return 0;
    }
    if (window.count < limit) {
      window.count++;
      return 0;
    }
    return Math.max(1, Math.ceil((window.from + minuteMs - now) / 1000));
  }

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
  const { LIMIT_CALLS_PER_MINUTE, LIMIT_CONCURRENT_PER_GRANT, LIMIT_CONCURRENT_PER_ENDPOINT } =
    env();
  const wait = counters().take(principal.grantId, LIMIT_CALLS_PER_MINUTE, performance.now());
  if (wait > 0) throw tooMany(wait, `At most ${LIMIT_CALLS_PER_MINUTE} messages a minute.`);
  const kind = waiting.includes(action.kind) ? "streams" : "calls";
  const own = `${kind}:${principal.grantId}`;
  if (!counters().enter(own, LIMIT_CONCURRENT_PER_GRANT))
    throw tooMany(1, `At most ${LIMIT_CONCURRENT_PER_GRANT} ${kind} at once.`);
  if (kind === "streams") return { ...authorized, ticket: new Ticket([own]) };
  const all = `endpoint:${snapshot.endpoint.id}`;
  if (!counters().enter(all, LIMIT_CONCURRENT_PER_ENDPOINT)) {
    counters().leave(own);
    throw tooMany(1, "The endpoint is busy.");
  }
  return { ...authorized, ticket: new Ticket([own, all]) };
}

function tooMany(seconds: number, message: string): Refusal {
  return new Refusal(429, -32600, `${message} Try again in ${seconds} s.`, {
    headers: { "retry-after": String(seconds) },
  });
}
