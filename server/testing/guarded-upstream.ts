// An MCP server that lets in only the tokens of an authorization server: 401 with a challenge, protected-resource
// metadata, and one tool that says whose token it was called with.
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answerWith, type Recorded, serveRecorded } from "@/server/testing/recorded-http";
import type { UpstreamAuthorizationServer } from "@/server/testing/upstream-authorization-server";

export type GuardedOptions = {
  /** Asked on every request, so that a server can change over to another. */
  authority(): UpstreamAuthorizationServer;
  /** What a token needs, asked on every request; "read" unless told. */
  scope?: string | (() => string);
  /** Changes what the metadata says. */
  metadata?(document: Record<string, unknown>): unknown;
  /** The challenge instead of the usual one. */
  challenge?(status: number): string | null;
};

export type GuardedUpstream = {
  url: string;
  hostPort: string;
  requests: Recorded[];
  close(): Promise<void>;
};

const metadataPath = "/.well-known/oauth-protected-resource/mcp";

export async function startGuardedUpstream(options: GuardedOptions): Promise<GuardedUpstream> {
  const http = await serveRecorded(async (request, response) => {
    await answerWith((asked) => admit(asked, http.origin, options), http.origin, request, response);
  });
  const { hostPort, requests, close } = http;
  return { url: `${http.origin}/mcp`, hostPort, requests, close };
}

async function admit(request: Request, origin: string, options: GuardedOptions): Promise<Response> {
  const { pathname } = new URL(request.url);
  const resource = `${origin}/mcp`;
  if (pathname === metadataPath) return Response.json(documentOf(resource, options));
  if (pathname !== "/mcp") return new Response(null, { status: 404 });
  const token = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const holder = token ? await options.authority().holderOf(token, resource) : null;
  const { scope: needed = "read" } = options;
  const scope = typeof needed === "string" ? needed : needed();
  if (!holder) return refuse(401, "invalid_token", scope, origin, options);
  if (!holder.scopes.includes(scope))
    return refuse(403, "insufficient_scope", scope, origin, options);
  return createMcpHandler(() => whoami(holder.account)).fetch(request);
}

function documentOf(resource: string, { authority, metadata }: GuardedOptions): unknown {
  const document = {
    resource,
    authorization_servers: [authority().issuer],
    scopes_supported: ["read", "write"],
  };
  return metadata ? metadata(document) : document;
}

function refuse(
  status: number,
  error: string,
  scope: string,
  origin: string,
  options: GuardedOptions,
): Response {
  const usual = `Bearer error="${error}", scope="${scope}", resource_metadata="${origin}${metadataPath}"`;
  const challenge = options.challenge ? options.challenge(status) : usual;
  return new Response(null, {
    status,
    headers: challenge ? { "www-authenticate": challenge } : {},
  });
}

function whoami(account: string): McpServer {
  const server = new McpServer({ name: "guarded", version: "1.0.0" });
  server.registerTool(
    "whoami",
    { description: "Says whose token this is.", inputSchema: z.object({}) },
    async () => ({ content: [{ type: "text", text: account }] }),
  );
  return server;
}
