// In: a consent page shown to a signed-in person. Out: the token its form carries. Promises that a form of another
// request, another session or more than 10 minutes ago is refused (security: T17).
import { createHmac, timingSafeEqual } from "node:crypto";
import { purposeKey } from "@/server/oauth/keys";

const lifetimeSeconds = 10 * 60;

export type Shown = { uid: string; sessionId: string };

export function issueConsentToken(shown: Shown, now: Date): string {
  const expires = Math.floor(now.getTime() / 1000) + lifetimeSeconds;
  return `${expires}.${sign(shown, expires)}`;
}

/** `late` was good once and can be had anew; `foreign` never was one of this page. */
export function judgeConsentToken(
  token: string,
  shown: Shown,
  now: Date,
): "good" | "late" | "foreign" {
  const [, expires = "", mac = ""] = /^(\d{1,12})\.([\w-]{43})$/.exec(token) ?? [];
  const expected = Buffer.from(sign(shown, Number(expires)));
  if (!timingSafeEqual(expected, Buffer.from(mac.padEnd(43)))) return "foreign";
  return Number(expires) * 1000 <= now.getTime() ? "late" : "good";
}

function sign({ uid, sessionId }: Shown, expires: number): string {
  return createHmac("sha256", purposeKey("consent"))
    .update(JSON.stringify([uid, sessionId, expires]))
    .digest("base64url");
}
