// In: a call that was answered with a request for input, and the state a client's retry brings back. Out: that state, and
// whether it is ours. Promises that one of another person, endpoint, server or tool, a changed or an old one is refused
// (2026-07-28, Multi Round-Trip Requests; security: T62).
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { AppError } from "@/server/core/errors";
import type { Admitted } from "@/server/gateway/limits";
import type { CallAction, Target } from "@/server/gateway/route";
import { env } from "@/server/infra/env";

type Asked = Pick<Admitted<CallAction>, "principal" | "snapshot"> & { target: Target };

/** As long as a sign-in may take. */
const lifetimeSeconds = 10 * 60;

/** Nothing in it is secret, so it is signed and not sealed. */
export function issueRequestState(asked: Asked, now: Date): string {
  const expires = Math.floor(now.getTime() / 1000) + lifetimeSeconds;
  return `${expires}.${sign(asked, expires)}`;
}

export function isRequestState(state: string, asked: Asked, now: Date): boolean {
  const [, expires = "", mac = ""] = /^(\d{1,12})\.([\w-]{43})$/.exec(state) ?? [];
  if (Number(expires) * 1000 <= now.getTime()) return false;
  const expected = Buffer.from(sign(asked, Number(expires)));
  return timingSafeEqual(expected, Buffer.from(mac.padEnd(43)));
}

function sign({ principal, snapshot, target }: Asked, expires: number): string {
  const { tool, server } = target;
  const bound = [principal.userId, snapshot.endpoint.id, server.id, tool.exposedName, expires];
  return createHmac("sha256", key()).update(JSON.stringify(bound)).digest("base64url");
}

function key(): Buffer {
  const secret = env().AUTH_SECRET;
  if (!secret) throw new AppError("unavailable", "AUTH_SECRET is not set: start with `npm start`.");
  return Buffer.from(hkdfSync("sha256", secret, "", "gatehouse gateway request state", 32));
}
