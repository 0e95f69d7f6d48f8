// In: whose message came. Out: nothing, or 429. Promises that the messages of one grant or service account, allowed
// or refused, are at most 600 a minute (§4.10).
import { LRUCache } from "lru-cache";
import { shared } from "@/server/core/shared";
import { Refusal } from "@/server/gateway/refusal";
import { env } from "@/server/infra/env";

const minuteMs = 60_000;

type Window = { from: number; count: number };

const windows = () =>
  shared("gateway.windows", () => new LRUCache<string, Window>({ max: 50_000, ttl: minuteMs }));

/** Counts one message. Throws `Refusal` 429 with Retry-After when it is one too many. */
export function requirePace(paceKey: string): void {
  const { LIMIT_CALLS_PER_MINUTE } = env();
  const wait = take(paceKey, LIMIT_CALLS_PER_MINUTE, performance.now());
  if (wait > 0) throw tooMany(wait, `At most ${LIMIT_CALLS_PER_MINUTE} messages a minute.`);
}

/** Seconds to wait, or 0 when one more fits into this minute. */
function take(key: string, limit: number, now: number): number {
  const window = windows().get(key);
  if (!window) {
    windows().set(key, { from: now, count: 1 });
    return 0;
  }
  if (window.count < limit) {
    window.count++;
    return 0;
  }
  return Math.max(1, Math.ceil((window.from + minuteMs - now) / 1000));
}

/** 429, and when another try makes sense. */
export function tooMany(seconds: number, message: string, reason = "rate_limited"): Refusal {
  return new Refusal(429, -32600, `${message} Try again in ${seconds} s.`, {
    reason,
    headers: { "retry-after": String(seconds) },
  });
}
