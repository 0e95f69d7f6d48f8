// In: session tokens. Out: the cookie that carries them, and back. Promises a cookie that scripts cannot read,
// that other sites' requests do not bring along, and that no other host of the domain can set.
import type { CookiesOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import { absoluteMs } from "@/server/auth/session-store";
import { AppError } from "@/server/core/errors";
import { env } from "@/server/infra/env";

export const maxAgeSeconds = absoluteMs / 1000;

export function isSecure(): boolean {
  return env().publicUrl.startsWith("https:");
}

function cookie(name: string, options: { maxAge?: number } = {}) {
  const secure = isSecure();
  return {
    name: `${secure ? "__Host-" : ""}gatehouse.${name}`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure, ...options },
  };
}

/** Every cookie of sign-in; `session` is the one that matters. */
export function cookies() {
  return {
    sessionToken: cookie("session"),
    callbackUrl: cookie("return"),
    csrfToken: cookie("csrf"),
    pkceCodeVerifier: cookie("pkce", { maxAge: 900 }),
    state: cookie("state", { maxAge: 900 }),
    nonce: cookie("nonce", { maxAge: 900 }),
  } satisfies Partial<CookiesOptions>;
}

export function authSecret(): string {
  const secret = env().AUTH_SECRET;
  if (secret) return secret;
  throw new AppError("unavailable", "AUTH_SECRET is not set: start with `npm start`, or set it.");
}

/** The session token a Cookie header carries; null when there is none or it is not one of ours. */
export async function readSessionToken(header: string | null): Promise<string | null> {
  const value = parseCookies(header)[cookies().sessionToken.name];
  if (!value) return null;
  try {
    const token = await decode({ token: value, secret: authSecret() });
    return typeof token?.["session"] === "string" ? token["session"] : null;
  } catch (error) {
    if (error instanceof AppError) throw error;
    return null;
  }
}

/** A Set-Cookie header that carries this session token from now on. */
export async function sessionCookie(session: string): Promise<string> {
  const { name } = cookies().sessionToken;
  const value = await encode({ token: { session }, secret: authSecret(), maxAge: maxAgeSeconds });
  const secure = isSecure() ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** The cookies of a request; of several with one name the first, which is the most specific. */
export function parseCookies(header: string | null): Record<string, string> {
  const found = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    const name = part.slice(0, at).trim();
    if (at > 0 && name !== "" && !found.has(name))
      found.set(name, decoded(part.slice(at + 1).trim()));
  }
  return Object.fromEntries(found);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
