// A real OpenID provider on a free port: discovery, codes bound to PKCE, and ID tokens signed with RS256.
import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type Recorded, serveRecorded } from "@/server/testing/recorded-http";

export type Claims = { sub: string; email: string; email_verified: boolean; name?: string };

export type IdentityProvider = {
  issuer: string;
  /** What somebody's browser does there: signs in and is sent back. Returns the address to go to. */
  approve(authorizationUrl: string): string;
  /** Who signs in next. */
  claims: Claims;
  close(): Promise<void>;
};

type Pending = { nonce: string; challenge: string };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function startIdentityProvider(claims: Claims): Promise<IdentityProvider> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map<string, Pending>();
  const idToken = (issuer: string, clientId: string, nonce: string) => {
    const iat = Math.floor(Date.now() / 1000);
    const payload = { iss: issuer, aud: clientId, iat, exp: iat + 300, nonce, ...provider.claims };
    const body = `${encode({ alg: "RS256", kid: "k" })}.${encode(payload)}`;
    return `${body}.${createSign("RSA-SHA256").update(body).sign(privateKey, "base64url")}`;
  };
  const http = await serveRecorded((request, response) => {
    const issuer = provider.issuer;
    // A browser that comes here is signed in at once, as whoever is next.
    if (request.path.startsWith("/authorize")) {
      const location = approve(`${issuer}${request.path}`, codes);
      response.writeHead(302, { location }).end();
      return;
    }
    if (request.path === "/jwks")
      return json(response, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k" }] });
    if (request.path === "/token") return json(response, redeem(request, codes, idToken, issuer));
    return json(response, metadata(issuer));
  });
  const provider: IdentityProvider = {
    issuer: http.origin,
    claims,
    approve: (address) => approve(address, codes),
    close: http.close,
  };
  return provider;
}

function approve(address: string, codes: Map<string, Pending>): string {
  const { searchParams } = new URL(address);
  const asked = (name: string) => searchParams.get(name) ?? "";
  const code = randomUUID();
  codes.set(code, { nonce: asked("nonce"), challenge: asked("code_challenge") });
  return `${asked("redirect_uri")}?${new URLSearchParams({ code, state: asked("state") })}`;
}

function redeem(
  request: Recorded,
  codes: Map<string, Pending>,
  idToken: (issuer: string, clientId: string, nonce: string) => string,
  issuer: string,
): unknown {
  const form = new URLSearchParams(request.body);
  const code = form.get("code") ?? "";
  const pending = codes.get(code);
  codes.delete(code);
  const verifier = form.get("code_verifier") ?? "";
  const proven = createHash("sha256").update(verifier).digest("base64url");
  if (!pending || proven !== pending.challenge) return { error: "invalid_grant" };
  const basic = Buffer.from(request.headers["authorization"]?.slice(6) ?? "", "base64");
  const clientId = basic.toString().split(":")[0] ?? "";
  const token = idToken(issuer, clientId, pending.nonce);
  return { access_token: "a", token_type: "Bearer", id_token: token };
}

function metadata(issuer: string): unknown {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
