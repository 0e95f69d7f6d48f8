// A browser and an AI client for tests of the authorization server: cookies by path, no redirects followed.
import { createHash } from "node:crypto";
import { newId, randomToken } from "@/server/core/ids";
import { env } from "@/server/infra/env";
import { type Decider, readConsent } from "@/server/oauth/consent";
import { decideConsent } from "@/server/oauth/decide";
import { serveOAuth } from "@/server/oauth/serve";
import { serveWellKnown } from "@/server/oauth/well-known";

export const origin = () => env().publicUrl;

/** Both doors' way in, as a fetch; loosely typed, for the clients that are given it. */
export async function atGatehouse(input: string | URL | Request, init?: object): Promise<Response> {
  const request = new Request(input, init);
  const wellKnown = new URL(request.url).pathname.startsWith("/.well-known/");
  return wellKnown ? serveWellKnown(request) : serveOAuth(request, "192.0.2.7");
}

type Cookie = { name: string; value: string; path: string };

export class Browser {
  private cookies: Cookie[] = [];

  async get(address: string): Promise<Response> {
    const url = new URL(address, origin());
    const cookie = this.cookieFor(url.pathname);
    const response = await atGatehouse(url, { headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** The Cookie header this browser sends to a path; null when it has none. */
  cookieFor(path: string): string | null {
    const sent = this.cookies.filter(
      ({ path: at }) => path === at || path.startsWith(`${at}/`) || at === "/",
    );
    return sent.length ? sent.map(({ name, value }) => `${name}=${value}`).join("; ") : null;
  }

  private keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    const path = attributes.find((one) => one.startsWith("path="))?.slice(5) ?? "/";
    this.cookies = this.cookies.filter((one) => one.name !== name || one.path !== path);
    if (value) this.cookies.push({ name, value, path });
  }
}

export const verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";
export const challenge = createHash("sha256").update(verifier).digest("base64url");

/** Parameters of a sound authorization request. */
export function authorizeQuery(clientId: string, redirectUri: string, resource?: string) {
  return {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    state: "the-state",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(resource ? { resource } : {}),
  };
}

export function authorizeAddress(query: Record<string, string> | [string, string][]): string {
  return `${origin()}/oauth/authorize?${new URLSearchParams(query)}`;
}

/** Begins a request in the browser; the uid of its consent page. */
export async function begin(browser: Browser, query: Record<string, string>): Promise<string> {
  const response = await browser.get(authorizeAddress(query));
  const uid = /\/consent\/([\w-]+)$/.exec(response.headers.get("location") ?? "")?.[1];
  if (!uid) throw new Error(`no consent page: ${response.status} ${await response.text()}`);
  return uid;
}

export function decider(userId: string, name = "Ana Lima"): Decider {
  return { id: userId, name, email: "ana@example.com", sessionId: `session of ${userId}` };
}

/** Opens the consent page and sends its form; the address where the browser continues. */
export async function decide(
  browser: Browser,
  uid: string,
  person: Decider,
  fields: Record<string, string> = {},
): Promise<string> {
  const cookie = browser.cookieFor(`/consent/${uid}`);
  const consent = await readConsent(uid, cookie, person, new Date());
  if (consent.state !== "ask") throw new Error(`the page says ${consent.state}`);
  const first = consent.offers[0];
  return decideConsent({
    uid,
    cookie,
    origin: origin(),
    decider: person,
    actor: { requestId: newId(), ip: "192.0.2.7", now: new Date() },
    form: new URLSearchParams({
      token: consent.token,
      decision: "allow",
      seconds: "86400",
      ...(consent.choosing && first ? { endpoint: first.id } : {}),
      ...fields,
    }),
  });
}

/** Allows and returns to the client: the parameters of its redirect address. */
export async function allowed(
  browser: Browser,
  uid: string,
  person: Decider,
  fields: Record<string, string> = {},
): Promise<URLSearchParams> {
  const response = await browser.get(await decide(browser, uid, person, fields));
  return new URL(response.headers.get("location") ?? "").searchParams;
}

/** Registers a client dynamically. */
export async function register(metadata: Record<string, unknown>): Promise<Response> {
  return serveOAuth(
    new Request(`${origin()}/oauth/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(metadata),
    }),
    // Every registration from an address of its own, so that tests do not meet the limit.
    randomToken(6),
  );
}

export type Tokens = {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  scope: string;
};

/** One token request; the answer whatever it is. */
export async function tokenRequest(params: Record<string, string>): Promise<Response> {
  return serveOAuth(
    new Request(`${origin()}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(params),
    }),
    randomToken(6),
  );
}

export async function redeem(
  clientId: string,
  redirectUri: string,
  code: string,
): Promise<Response> {
  return tokenRequest({
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
}
