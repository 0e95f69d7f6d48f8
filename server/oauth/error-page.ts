// In: a request that must not be answered by a redirect. Out: a page that says so. Promises escaped text, no script, no
// frame, no Location (security: T01, T21, T25).
import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { plainPage, plainPageHeaders } from "@/server/core/plain-page";

const sentences: Record<string, string> = {
  invalid_client: "This AI client is not known here, or its description could not be read.",
  invalid_redirect_uri: "The AI client asked to return to an address it did not register.",
  invalid_target: "The address the AI client wants to use is not an endpoint of this Gatehouse.",
  server_error: "Something went wrong on our side.",
};

function errorPage(error: string, description: string | undefined): string {
  return plainPage({
    title: "Cannot connect",
    heading: "Your AI client could not be connected",
    sentences: [
      sentences[error] ?? "This request cannot be answered.",
      "Close this page and start again from your client. If it happens again, remove the connection there and add it anew.",
    ],
    detail: description ? `${error} — ${description}` : error,
  });
}

export function errorPageResponse(status: number, error: string, description: string): Response {
  return new Response(errorPage(error, description), { status, headers: plainPageHeaders });
}

/** The provider's hook. Its status stands. */
export function renderProviderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.set(plainPageHeaders);
  ctx.body = errorPage(out.error, out.error_description);
}
