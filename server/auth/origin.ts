// In: a request that a browser's cookie may authenticate. Out: nothing, or `forbidden`.
// Promises that no other site can make a signed-in browser act (security: T30).
import { AppError } from "@/server/core/errors";
import { env } from "@/server/infra/env";

/** Every request but a read must come from a page of ours: a missing, `null` or malformed Origin is refused too. */
export function requireOwnOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  if (request.headers.get("origin") === env().publicUrl) return;
  throw new AppError(
    "forbidden",
    `This request did not come from Gatehouse's own pages. Open Gatehouse at ${env().publicUrl}.`,
  );
}
