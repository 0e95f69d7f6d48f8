// In: a request to /api/auth. Out: next-auth's answer. Promises that a foreign origin is refused first, that links
// are built from PUBLIC_URL and never from headers, and that a limit is answered with 429.
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { authOptions, type SigningIn } from "@/server/auth/options";
import { requireOwnOrigin } from "@/server/auth/origin";
import { parseCookies, readSessionToken } from "@/server/auth/session-cookie";
import { AppError, errorTable, toAppError } from "@/server/core/errors";
import { newId } from "@/server/core/ids";
import { clientIp } from "@/server/infra/client-ip";
import { env } from "@/server/infra/env";

/** Of next-auth's actions those we use; its session endpoint does not ask the database, so it is not among them. */
const actions = ["csrf", "providers", "signin", "callback", "signout", "error"];
const maxBytes = 64 << 10;

/** Answers a request below /api/auth/. */
export async function handleAuth(request: Request): Promise<Response> {
  try {
    requireOwnOrigin(request);
    const [action = "", provider] = new URL(request.url).pathname.split("/").slice(3);
    if (!actions.includes(action)) throw new AppError("not_found", "There is no such page.");
    return await answer(request, provider === undefined ? [action] : [action, provider]);
  } catch (error) {
    return refuse(toAppError(error));
  }
}

async function answer(request: Request, nextauth: string[]): Promise<Response> {
  trustOnlyPublicUrl();
  let refusal: AppError | null = null;
  const device: SigningIn = {
    ip: clientIp(request.headers),
    userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
    previous: await readSessionToken(request.headers.get("cookie")),
    requestId: newId(),
    now: new Date(),
    onRefusal: (error) => {
      refusal = error;
    },
  };
  const collected = collector();
  await nextAuth()(await toApiRequest(request, nextauth), collected.response, authOptions(device));
  return withRefusal(collected.toResponse(), refusal);
}

// next-auth takes the host from headers on some platforms unless this variable is set.
function trustOnlyPublicUrl(): void {
  // biome-ignore lint/style/noProcessEnv: next-auth has no other way to be told its own address
  process.env["NEXTAUTH_URL"] = env().publicUrl;
}

// CommonJS: some loaders hand over the module, others its default export.
function nextAuth(): typeof NextAuth {
  const loaded: unknown = NextAuth;
  if (typeof loaded === "function") return NextAuth;
  return (loaded as { default: typeof NextAuth }).default;
}

async function toApiRequest(request: Request, nextauth: string[]): Promise<NextApiRequest> {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const plain = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth },
    cookies: parseCookies(headers["cookie"] ?? null),
    headers,
    body: request.method === "POST" ? await readForm(request) : {},
  };
  // next-auth reads these five fields of Next's request and nothing else.
  return plain as unknown as NextApiRequest;
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const text = await request.text();
  if (text.length > maxBytes) throw new AppError("too_large", "The form is larger than 64 KB.");
  return Object.fromEntries(new URLSearchParams(text));
}

/** The part of Next's response that next-auth writes to, remembered and turned into a fetch Response. */
function collector() {
  const headers = new Map<string, string | string[]>();
  let status = 200;
  let body: string | null = null;
  const response = {
    status(code: number) {
      status = code;
      return response;
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | string[]) {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    json(value: unknown) {
      headers.set("content-type", "application/json");
      body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (typeof value === "string" || value === undefined) body = value ?? null;
      else response.json(value);
    },
    end: () => {},
  };
  const toResponse = () => {
    const list = new Headers({ "cache-control": "no-store" });
    for (const [name, value] of headers) for (const one of [value].flat()) list.append(name, one);
    return new Response(body, { status, headers: list });
  };
  // next-auth calls these six methods of Next's response and nothing else.
  return { response: response as unknown as NextApiResponse, toResponse };
}

function withRefusal(response: Response, refusal: AppError | null): Response {
  if (!refusal) return response;
  const headers = new Headers(response.headers);
  if (refusal.retryAfter) headers.set("retry-after", String(refusal.retryAfter));
  return new Response(response.body, { status: errorTable[refusal.code].http, headers });
}

function refuse(error: AppError): Response {
  const { http } = errorTable[error.code];
  // next-auth's own code in the browser reads the sentence from an address.
  const url = `${env().publicUrl}/login?${new URLSearchParams({ error: error.message })}`;
  return Response.json({ error: error.code, message: error.message, url }, { status: http });
}
