// Real authorization servers of other services: one as GitHub's, where a client is entered by hand, one as Notion's, where
// clients register themselves and refresh tokens are used once, one that reads clients' documents. People sign in on a small page.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { toFetchResponse, toReqRes } from "fetch-to-node";
import { type ClientMetadata, type Configuration, Provider } from "oidc-provider";
import { memoryStorage, type Store } from "@/server/testing/memory-adapter";
import { answerWith, type Recorded, serveRecorded } from "@/server/testing/recorded-http";

export type AuthorizationOptions = {
  style: "github" | "notion" | "document";
  /** Clients entered by hand. */
  clients?: ClientMetadata[];
  /** Seconds an access token lives; an hour unless told. */
  accessTtl?: number;
  /** How a server of the style "document" gets at the documents of clients. */
  fetchDocument?(url: string): Promise<Response>;
  /** Changes what the metadata says, not what the server does. */
  metadata?(document: Record<string, unknown>): Record<string, unknown>;
  /** Done when a token has been issued, before anybody hears of it. */
  onIssued?(grant: string): Promise<void>;
};

export type UpstreamAuthorizationServer = {
  issuer: string;
  /** "127.0.0.1:41234", as the allow-list wants it. */
  hostPort: string;
  requests: Recorded[];
  /** How many requests for this grant arrived at the token endpoint. */
  grants(type: string): number;
  /** Whom a token of this resource belongs to, and its scopes; null when it is not valid there. */
  holderOf(token: string, resource: string): Promise<Holder | null>;
  /** All tokens of this kind that were given to an account are good for nothing from now on. */
  forget(kind: "AccessToken" | "RefreshToken", account: string): void;
  close(): Promise<void>;
};

type Holder = { account: string; scopes: string[] };

/** What one style is, beside what both are. */
const styles = {
  // An issuer with a path, whose metadata is found by inserting it; tokens without refresh.
  github: { path: "/login/oauth", registration: false, refresh: false },
  notion: { path: "", registration: true, refresh: true },
  // Clients are known by the document at their id (Client ID Metadata Document), and cannot register.
  document: { path: "", registration: false, refresh: true },
};

const offeredScopes = ["read", "write", "admin"];

/** Starts one. Close it in afterAll. */
export async function startUpstreamAuthorizationServer(
  options: AuthorizationOptions,
): Promise<UpstreamAuthorizationServer> {
  const { path } = styles[options.style];
  const http = await serveRecorded(async (request, response) => {
    await answerWith((asked) => door(asked), http.origin, request, response);
  });
  const store: Store = new Map();
  const provider = new Provider(`${http.origin}${path}`, configuration(options, store));
  const door = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const insertedAt = url.pathname.startsWith("/.well-known/") && url.pathname.endsWith(path);
    if (insertedAt) url.pathname = path + url.pathname.slice(0, url.pathname.length - path.length);
    if (!url.pathname.startsWith(`${path}/`)) return new Response(null, { status: 404 });
    return answer(provider, new Request(url, request), path, options);
  };
  return {
    issuer: provider.issuer,
    hostPort: http.hostPort,
    requests: http.requests,
    grants: (type) =>
      http.requests.filter(({ body }) => body.includes(`grant_type=${type}`)).length,
    holderOf: (token, resource) => holderOf(provider, token, resource),
    forget: (kind, account) => {
      for (const [key, { accountId }] of store)
        if (key.startsWith(`${kind} `) && accountId === account) store.delete(key);
    },
    close: http.close,
  };
}

function configuration(
  { style, clients = [], accessTtl = 3600, fetchDocument }: AuthorizationOptions,
  store: Store,
): Configuration {
  const { registration, refresh } = styles[style];
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const off = { enabled: false };
  return {
    adapter: memoryStorage(store),
    clients,
    cookies: { keys: ["the cookies of a test"] },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "k", alg: "ES256" }] },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    scopes: refresh ? ["openid", "offline_access"] : ["openid"],
    claims: { openid: ["sub", "email"] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: `${id}@example.com` }),
    }),
    pkce: { required: () => true },
    ttl: {
      AccessToken: accessTtl,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 3600,
    },
    expiresWithSession: () => false,
    issueRefreshToken: async () => refresh,
    rotateRefreshToken: () => true,
    ...(fetchDocument ? { fetch: (url) => fetchDocument(String(url)) } : {}),
    interactions: { url: (_ctx, { uid }) => `${styles[style].path}/sign-in/${uid}` },
    features: {
      devInteractions: off,
      clientIdMetadataDocument: { enabled: style === "document", ack: "draft-02" },
      registration: { enabled: registration, issueRegistrationAccessToken: false },
      revocation: { enabled: true, allowedPolicy: async () => true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: offeredScopes.join(" "),
          audience: resource,
          accessTokenFormat: "opaque",
        }),
      },
    },
  };
}

async function answer(
  provider: Provider,
  request: Request,
  path: string,
  { metadata, onIssued }: AuthorizationOptions,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith(`${path}/sign-in/`)) return signIn(provider, request, path);
  const isToken = onIssued && pathname === `${path}/token`;
  const asked = isToken ? new URLSearchParams(await request.clone().text()) : null;
  const response = await run(request, path, provider.callback());
  if (asked && response.ok) await onIssued?.(asked.get("grant_type") ?? "");
  if (!metadata || !pathname.includes("/.well-known/")) return response;
  return Response.json(metadata(await response.json()));
}

type Handler = (
  ...pair: [ReturnType<typeof toReqRes>["req"], ReturnType<typeof toReqRes>["res"]]
) => unknown;

/** Below `path`, Koa sees the rest alone, and finds the whole in `originalUrl`. */
async function run(request: Request, path: string, handler: Handler): Promise<Response> {
  const { req, res } = toReqRes(request);
  Object.defineProperty(req, "socket", { value: { encrypted: false, remoteAddress: "127.0.0.1" } });
  Object.assign(req, { originalUrl: req.url, url: req.url?.slice(path.length) });
  const [response] = await Promise.all([toFetchResponse(res), handler(req, res)]);
  return response;
}

const page = `<!doctype html><title>Sign in</title><h1>Sign in to the service</h1>
<form method="post"><label>Account <input name="account" required value="ana"></label>
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form>`;

/** The page where a person signs in, and the answer to its form. */
async function signIn(provider: Provider, request: Request, path: string): Promise<Response> {
  if (request.method === "GET")
    return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
  const form = new URLSearchParams(await request.clone().text());
  return run(request, path, async (req, res) => {
    const { params } = await provider.interactionDetails(req, res);
    const accountId = form.get("account") ?? "ana";
    const denied = { error: "access_denied", error_description: "the person said no" };
    const allowed = async () => ({
      login: { accountId },
      consent: { grantId: await grant(provider, accountId, params) },
    });
    const result = form.get("decision") === "allow" ? await allowed() : denied;
    await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
  });
}

async function grant(
  provider: Provider,
  accountId: string,
  params: Record<string, unknown>,
): Promise<string> {
  const made = new provider.Grant({ accountId, clientId: String(params["client_id"]) });
  const scope = String(params["scope"] ?? "");
  made.addOIDCScope(scope);
  if (params["resource"]) made.addResourceScope(String(params["resource"]), scope);
  return made.save();
}

async function holderOf(
  provider: Provider,
  token: string,
  resource: string,
): Promise<Holder | null> {
  const found = await provider.AccessToken.find(token);
  if (!found || found.aud !== resource) return null;
  return { account: found.accountId, scopes: found.scope?.split(" ") ?? [] };
}

/** A client as an operator of the GitHub-like service would make it for us. */
export function enteredByHand(redirectUri: string) {
  return {
    client_id: `Iv1.${randomUUID().slice(0, 8)}`,
    client_secret: `s+/=%:&${randomUUID()}`,
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code"],
    response_types: ["code" as const],
  };
}
