import { hash } from "node:crypto";

// Pages outside the portal, for a browser that arrives with a request we do not answer: escaped text, no script, no frame,
// nothing kept by caches, nothing told to the next site.

export type PlainPage = {
  title: string;
  heading: string;
  sentences: readonly string[];
  /** In small letters, for whoever has to find the fault. */
  detail?: string | undefined;
  link?: { href: string; text: string } | undefined;
};

const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:15px/1.55 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:30rem;padding:2rem 1.5rem}
h1{font-size:1.25rem;font-weight:600;margin:0 0 .75rem}
p{margin:0 0 .75rem}
a{color:LinkText}
code{font:13px ui-monospace,monospace;overflow-wrap:anywhere;opacity:.75}`;

const styleHash = hash("sha256", style, "base64");

export const plainPageHeaders = {
  "cache-control": "no-store",
  pragma: "no-cache",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
} as const;

/** One page of plain HTML; everything given is escaped. */
export function plainPage({ title, heading, sentences, detail, link }: PlainPage): string {
  const paragraphs = sentences.map((one) => `<p>${escapeHtml(one)}</p>`);
  if (link)
    paragraphs.push(`<p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>`);
  if (detail) paragraphs.push(`<p><code>${escapeHtml(detail)}</code></p>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Gatehouse</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(heading)}</h1>${paragraphs.join("\n")}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
