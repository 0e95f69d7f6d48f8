// In: a request that must not be answered by a redirect. Out: a page that says so. Promises escaped text, no script, no
// frame, no Location (security: T01, T21, T25).
import { createHash } from "node:crypto";
import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { neverStored } from "@/server/oauth/headers";

const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:15px/1.55 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:30rem;padding:2rem 1.5rem}
h1{font-size:1.25rem;font-weight:600;margin:0 0 .75rem}
p{margin:0 0 .75rem}
code{font:13px ui-monospace,monospace;overflow-wrap:anywhere;opacity:.75}`;

const styleHash = createHash("sha256").update(style).digest("base64");

const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const headers = {
  ...neverStored,
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": policy,
} as const;

const sentences: Record<string, string> = {
  invalid_client: "This AI client is not known here, or its description could not be read.",
  invalid_redirect_uri: "The AI client asked to return to an address it did not register.",
  invalid_target: "The address the AI client wants to use is not an endpoint of this Gatehouse.",
  server_error: "Something went wrong on our side.",
};

/** One page of plain HTML; everything given is escaped. */
function errorPage(error: string, description: string | undefined): string {
  const sentence = sentences[error] ?? "This request cannot be answered.";
  const detail = description ? ` — ${escapeHtml(description)}` : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cannot connect · Gatehouse</title><style>${style}</style></head>
<body><main><h1>Your AI client could not be connected</h1><p>${sentence}</p>
<p>Close this page and start again from your client. If it happens again, remove the connection there and add it anew.</p>
<p><code>${escapeHtml(error)}${detail}</code></p></main></body></html>`;
}

export function errorPageResponse(status: number, error: string, description: string): Response {
  return new Response(errorPage(error, description), { status, headers });
}

/** The provider's hook. Its status stands. */
export function renderProviderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  ctx.set(headers);
  ctx.body = errorPage(out.error, out.error_description);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
