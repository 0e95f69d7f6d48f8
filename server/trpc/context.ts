import type { Person } from "@/server/auth/person";
import { findPersonByCookie } from "@/server/auth/session";
import type { Actor } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { clientIp } from "@/server/infra/client-ip";

/** What a request brings before any decision: perhaps a signed-in person. */
export type RequestContext = Omit<Actor, "userId" | "userName"> & {
  person: Person | null;
  /** Puts a Set-Cookie header on the answer; absent where a page only reads. */
  setCookie?: ((header: string) => void) | undefined;
};

export async function createContext(headers: Headers): Promise<RequestContext> {
  const now = new Date();
  return {
    person: await findPersonByCookie(headers.get("cookie"), now),
    requestId: newId(now.getTime()),
    ip: clientIp(headers),
    userAgent: headers.get("user-agent")?.slice(0, 400) ?? null,
    now,
  };
}
