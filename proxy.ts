// In: a request for a page. Out: the same request with a nonce, and the answer with its content security policy.
// Promises nothing about who may see the page: each page and procedure decides that itself (security: T37).
import { type NextRequest, NextResponse } from "next/server";
import { pagePolicy } from "@/server/auth/page-policy";
import { env } from "@/server/infra/env";

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const { pathname, search } = request.nextUrl;
  const policy = pagePolicy(pathname, nonce, !env().production);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Where to return after signing in; the login page checks it again.
  headers.set("x-path", pathname + search);
  // Next finds the nonce for its own scripts here.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// The data plane and the authorization server are kept out: a proxy cuts request bodies at 10 MB without a word.
export const config = {
  matcher: [
    "/((?!mcp/|oauth/|connect/|\\.well-known/|api/|_next/static/|_next/image|healthz$|readyz$).*)",
  ],
};
