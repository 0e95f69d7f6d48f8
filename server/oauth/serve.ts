// In: a request under /oauth. Out: the authorization server's answer. Promises the order of checks: route, size, rate,
// parameters, provider; and that both doors answer the same.
import { errorTable, toAppError } from "@/server/core/errors";
import { bus } from "@/server/infra/bus";
import { clientIp } from "@/server/infra/client-ip";
import { log } from "@/server/infra/log";
import { authorizeParams, tokenParams } from "@/server/oauth/authorize-params";
import { askProvider, type Passage } from "@/server/oauth/bridge";
import { burnCode } from "@/server/oauth/burn-code";
import { grantToMachine, machineGrant } from "@/server/oauth/client-credentials";
import { errorPageResponse } from "@/server/oauth/error-page";
import { neverStored, openToAll, preflight } from "@/server/oauth/headers";
import { limitRegistration, limitToken } from "@/server/oauth/limits";
import { provider } from "@/server/oauth/provider";
import { normaliseRegistration, RegistrationRefused } from "@/server/oauth/registration";
import { readBody } from "@/server/oauth/request-body";

type Route = "authorize" | "token" | "register" | "revoke" | "jwks";

const methods: Record<Route, "GET" | "POST"> = {
  authorize: "GET",
  token: "POST",
  register: "POST",
  revoke: "POST",
  jwks: "GET",
};

/** Answers /oauth/*. Never throws; a door that sees the socket gives the address of the caller. */
export async function serveOAuth(
  request: Request,
  ip: string | null = clientIp(request.headers),
): Promise<Response> {
  const url = new URL(request.url);
  const route = routeOf(url.pathname);
  if (!route) return Response.json({ error: "not_found" }, { status: 404, headers: neverStored });
  if (request.method === "OPTIONS" && route !== "authorize") return preflight(methods[route]);
  if (request.method !== methods[route]) return wrongMethod(methods[route]);
  try {
    return finish(route, await answer(route, request, url, ip));
  } catch (error) {
    return finish(route, refuse(route, error));
  }
}

function routeOf(path: string): Route | null {
  const [, name, uid] = /^\/oauth\/([a-z]+)(\/[\w-]{1,64})?$/.exec(path) ?? [];
  const known = name !== undefined && Object.hasOwn(methods, name);
  return known && (uid === undefined || name === "authorize") ? (name as Route) : null;
}

async function answer(
  route: Route,
  request: Request,
  url: URL,
  ip: string | null,
): Promise<Response> {
  const passage: Passage = {
    method: request.method,
    target: url.pathname,
    headers: request.headers,
    body: request.method === "POST" ? await readBody(request) : null,
    ip,
  };
  if (route === "authorize") return authorize(passage, url);
  if (route === "token") return token(passage);
  if (route === "register") return register(passage);
  const response = await askProvider(await provider(), passage);
  // What was given back is refused from the next request on.
  if (route === "revoke") await bus().settled();
  return response;
}

async function authorize(passage: Passage, url: URL): Promise<Response> {
  const resuming = url.pathname !== "/oauth/authorize";
  const target = resuming
    ? passage.target
    : `${passage.target}?${authorizeParams(url.searchParams)}`;
  return askProvider(await provider(), { ...passage, target });
}

async function token(passage: Passage): Promise<Response> {
  const params = new URLSearchParams(passage.body ?? "");
  await limitToken(passage.headers, params, passage.ip);
  if (params.get("grant_type") === machineGrant) return grantToMachine(passage, params);
  const response = await askProvider(await provider(), {
    ...passage,
    body: tokenParams(params).toString(),
  });
  if (response.status === 400) {
    await burnCode(params, await response.clone().json());
    // A replay has revoked what was issued: gone before we answer (security: T04, T07).
    await bus().settled();
  }
  return response;
}

async function register(passage: Passage): Promise<Response> {
  await limitRegistration(passage.ip);
  const metadata = normaliseRegistration(parseJson(passage));
  return askProvider(await provider(), { ...passage, body: JSON.stringify(metadata) });
}

function parseJson(passage: Passage): unknown {
  const type = passage.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new RegistrationRefused(
      "invalid_client_metadata",
      "Send the metadata as application/json.",
    );
  }
  try {
    return JSON.parse(passage.body ?? "");
  } catch {
    throw new RegistrationRefused("invalid_client_metadata", "The metadata is not JSON.");
  }
}

function refuse(route: Route, error: unknown): Response {
  if (error instanceof RegistrationRefused) {
    return Response.json({ error: error.error, error_description: error.message }, { status: 400 });
  }
  const known = toAppError(error);
  if (known.code === "internal")
    log().error({ err: error, route }, "the authorization server failed");
  const { http } = errorTable[known.code];
  const code = http >= 500 ? "server_error" : "invalid_request";
  const wait = known.retryAfter === null ? {} : { "retry-after": String(known.retryAfter) };
  if (route === "authorize") return errorPageResponse(http, code, known.message);
  return Response.json(
    { error: http === 429 ? "temporarily_unavailable" : code, error_description: known.message },
    { status: http, headers: wait },
  );
}

function wrongMethod(allow: string): Response {
  return Response.json(
    { error: "invalid_request", error_description: `Use ${allow}.` },
    { status: 405, headers: { ...neverStored, allow } },
  );
}

function finish(route: Route, response: Response): Response {
  const headers = new Headers(response.headers);
  for (const name of [...headers.keys()]) {
    if (name.startsWith("access-control-") || name === "vary") headers.delete(name);
  }
  for (const [name, value] of Object.entries(neverStored)) headers.set(name, value);
  if (route !== "authorize")
    headers.set("access-control-allow-origin", openToAll["access-control-allow-origin"]);
  return new Response(response.body, { status: response.status, headers });
}
