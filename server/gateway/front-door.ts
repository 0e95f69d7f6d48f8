// In: every request of node:http. Out: an answer from the data plane, the authorization server or Next. Promises that a
// request which two servers could read differently goes no further (security: T71), and that the portal lives at
// PUBLIC_URL alone.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Roster } from "@/server/core/roster";
import { isOwnHost } from "@/server/gateway/entry";
import { type Health, isStopping, liveness, readiness } from "@/server/gateway/health";
import { countOf, fromNode, sendReply } from "@/server/gateway/node-door";
import { answerMcp } from "@/server/gateway/serve";
import { env } from "@/server/infra/env";
import { log } from "@/server/infra/log";

export type Listener = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

/** Who answers below which path; the first that fits. */
export type Wing = { prefix: string; answer: Listener };

export type Door = {
  answer: Listener;
  /** Resolves when no request is under way. */
  idle: () => Promise<void>;
};

/** `portal` answers what no wing does. */
export function openDoor(portal: Listener, wings: readonly Wing[] = []): Door {
  const open = new Roster<ServerResponse>();
  /** Connections whose framing or address is in doubt: what was pipelined behind is not executed. */
  const doomed = new WeakSet<Socket>();
  return {
    answer: (req, res) => {
      if (doomed.has(req.socket)) return;
      if (isDubious(req)) {
        doomed.add(req.socket);
        return refuse(res);
      }
      open.add(res);
      res.once("close", () => open.delete(res));
      if (isStopping()) res.shouldKeepAlive = false;
      void dispatch(req, res, portal, wings).catch((error: unknown) => failed(res, error));
    },
    idle: async () => {
      // A response that waited behind another on a lost connection is never told of its end.
      while ([...open].some((res) => !res.req.socket.destroyed)) await pause(20);
    },
  };
}

/** Absolute-form and `*` are for proxies; HTTP/1.0 has no framing we could trust; an address is one Host. */
function isDubious(req: IncomingMessage): boolean {
  return req.httpVersion !== "1.1" || !req.url?.startsWith("/") || countOf(req, "host") !== 1;
}

function failed(res: ServerResponse, error: unknown): void {
  log().error({ err: error }, "a request could not be answered");
  if (res.headersSent) res.destroy();
  else plain(res, 500, '{"error":"internal"}');
}

async function dispatch(
  req: IncomingMessage,
  res: ServerResponse,
  portal: Listener,
  wings: readonly Wing[],
): Promise<void> {
  const url = req.url ?? "";
  const path = pathOf(url);
  if (path === "/healthz") return health(res, liveness());
  if (path === "/readyz") return health(res, await readiness());
  setClientAddress(req);
  if (path.startsWith("/mcp/"))
    return sendReply(res, await answerMcp(fromNode(req, res), path.slice("/mcp/".length)));
  if (!isOwnHost(req.headers.host ?? null)) return elsewhere(req, res, url);
  const wing = wings.find(({ prefix }) => path.startsWith(prefix));
  await (wing?.answer ?? portal)(req, res);
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

/** Without a trusted proxy in front, nobody but us says where a request comes from. */
function setClientAddress(req: IncomingMessage): void {
  if (env().TRUSTED_PROXIES > 0) return;
  const address = req.socket.remoteAddress ?? "";
  req.headers["x-forwarded-for"] = address;
}

/** A person who typed another of our addresses is led to the right one; a program is refused. */
function elsewhere(req: IncomingMessage, res: ServerResponse, url: string): void {
  const isPage = req.method === "GET" || req.method === "HEAD";
  if (isPage && !/^\/(oauth|\.well-known)\//.test(url)) {
    res.writeHead(308, { location: `${env().publicUrl}${url}`, "cache-control": "no-store" });
    res.end();
  } else plain(res, 403, '{"error":"forbidden","error_description":"Wrong host."}');
}

function health(res: ServerResponse, { status, body }: Health): void {
  plain(res, status, body);
}

function refuse(res: ServerResponse): void {
  res.shouldKeepAlive = false;
  plain(res, 400, '{"error":"bad_request"}');
}

function plain(res: ServerResponse, status: number, body: string): void {
  res.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  res.end(body);
}
