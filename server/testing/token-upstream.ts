// An MCP server without OAuth where each person has a token of their own: 401 without a good one, and one tool that says
// whose token it was called with.
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { answerWith, type Recorded, serveRecorded } from "@/server/testing/recorded-http";

export type TokenUpstream = {
  url: string;
  hostPort: string;
  requests: Recorded[];
  /** Account by token; may be changed while it runs. */
  tokens: Map<string, string>;
  close(): Promise<void>;
};

/** The token stands in `header`, or behind "Bearer" when there is none. */
export async function startTokenUpstream(
  tokens: Record<string, string>,
  header: string | null = null,
): Promise<TokenUpstream> {
  const known = new Map(Object.entries(tokens));
  const http = await serveRecorded(async (request, response) => {
    await answerWith((asked) => admit(asked, known, header), http.origin, request, response);
  });
  const { hostPort, requests, close } = http;
  return { url: `${http.origin}/mcp`, hostPort, requests, tokens: known, close };
}

async function admit(
  request: Request,
  known: ReadonlyMap<string, string>,
  header: string | null,
): Promise<Response> {
  if (new URL(request.url).pathname !== "/mcp") return new Response(null, { status: 404 });
  const given = header
    ? request.headers.get(header)
    : /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const account = known.get(given ?? "");
  if (account === undefined) return new Response(null, { status: 401 });
  return createMcpHandler(() => holder(account)).fetch(request);
}

function holder(account: string): McpServer {
  const server = new McpServer({ name: "tokens", version: "1.0.0" });
  server.registerTool(
    "holder",
    { description: "Says whose token this is.", inputSchema: z.object({}) },
    async () => ({ content: [{ type: "text", text: account }] }),
  );
  return server;
}
