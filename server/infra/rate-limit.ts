// In: a key and a limit. Out: nothing, or `rate_limited` with the seconds to wait. Promises one count across replicas.
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/server/core/errors";
import { shared } from "@/server/core/shared";
import { pool } from "@/server/infra/pg";

export type Limit = { name: string; points: number; seconds: number };

function limiter(limit: Limit): RateLimiterPostgres {
  return shared(`rate.${limit.name}`, () => {
    return new RateLimiterPostgres({
      storeClient: pool(),
      tableName: "RateLimit",
      tableCreated: true,
      keyPrefix: limit.name,
      points: limit.points,
      duration: limit.seconds,
      clearExpiredByTimeout: false,
    });
  });
}

/** Takes one point and says how many are left. Throws `rate_limited` when none is left, `unavailable` when the count cannot be kept (closed). */
export async function takePoint(limit: Limit, key: string): Promise<number> {
  try {
    return (await limiter(limit).consume(key)).remainingPoints;
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) {
      throw new AppError(
        "unavailable",
        "The service cannot count requests now. Try again in a moment.",
        { cause: rejection, retryAfter: 5 },
      );
    }
    const wait = Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
    throw new AppError("rate_limited", `Too many attempts. Try again in ${waitText(wait)}.`, {
      retryAfter: wait,
    });
  }
}

/** Gives all points back, after a success. */
export async function clearPoints(limit: Limit, key: string): Promise<void> {
  await limiter(limit).delete(key);
}

function waitText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
