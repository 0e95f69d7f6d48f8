// In: request headers. Out: the address of whoever asks. Promises never to believe an entry a client could have written.
import { env } from "@/server/infra/env";

/**
 * With TRUSTED_PROXIES = n: the n-th entry of X-Forwarded-For from the right. With 0 the last entry, which
 * server/main.ts overwrites with the address of the socket. Null when there is no such header.
 */
export function clientIp(
  headers: Pick<Headers, "get">,
  trusted: number = env().TRUSTED_PROXIES,
): string | null {
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const entry = entries.at(-Math.max(1, trusted)) ?? entries[0];
  return entry ? entry.slice(0, 64) : null;
}
