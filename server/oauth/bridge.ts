// In: a web Request. Out: the provider's answer as a web Response. Promises that host and protocol come from PUBLIC_URL
// and never from the request (security: T12).
import type { IncomingMessage, ServerResponse } from "node:http";
import { toFetchResponse, toReqRes } from "fetch-to-node";
import type { Provider } from "oidc-provider";
import { env } from "@/server/infra/env";

const passed = ["authorization", "content-type", "cookie"];

export type Passage = {
  method: string;
  /** Path and query. */
  target: string;
  headers: Headers;
  body: string | null;
  ip: string | null;
};

/** Node's request and response for a passage, with a socket as Koa expects it. */
export function toNode(passage: Passage): { req: IncomingMessage; res: ServerResponse } {
  const base = new URL(env().publicUrl);
  const headers = new Headers({ host: base.host, accept: "application/json" });
  for (const name of passed) {
    const value = passage.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (passage.body !== null) headers.set("content-length", String(Buffer.byteLength(passage.body)));
  const request = new Request(new URL(passage.target, base), {
    method: passage.method,
    headers,
    body: passage.body,
  });
  const pair = toReqRes(request);
  Object.defineProperty(pair.req, "socket", {
    value: { encrypted: base.protocol === "https:", remoteAddress: passage.ip ?? "" },
  });
  return pair;
}

/** Lets the provider answer. The body is read to its end, as all its answers are short. */
export async function askProvider(provider: Provider, passage: Passage): Promise<Response> {
  const { req, res } = toNode(passage);
  const [response] = await Promise.all([toFetchResponse(res), provider.callback()(req, res)]);
  const text = await response.text();
  return new Response(text === "" ? null : text, {
    status: response.status,
    headers: response.headers,
  });
}
