// Real MCP servers in process: the v1 SDK with sessions (E25) and the v2 SDK (E26), with a memory of what they got.
import { randomUUID } from "node:crypto";
import { McpServer as LegacyServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { createMcpHandler, isLegacyRequest, McpServer } from "@modelcontextprotocol/server";
import { fakeTools } from "./fake-tools";
import { answerWith, type Recorded, serveRecorded } from "./recorded-http";

export type Executed = { tool: string; arguments: Record<string, unknown> };

export type FakeUpstream = {
  url: string;
  /** What the allow-list needs: "127.0.0.1:41234". */
  hostPort: string;
  requests: Recorded[];
  executed: Executed[];
  /** Tools whose handler saw a cancellation. */
  cancelled: string[];
  /** How many requests with this JSON-RPC method arrived. */
  count(rpcMethod: string): number;
  connections(): number;
  /** Forgets all sessions, as a restarted server would. */
  forgetSessions(): void;
  close(): Promise<void>;
};

export type FakeOptions = {
  era?: "E25" | "E26" | "both";
  /** Requests without `Authorization: Bearer <this>` get 401. */
  bearer?: string;
  /** Requests without this header get 401. */
  header?: readonly [name: string, value: string];
  /** E25 only: whether the server hands out session ids (default true). */
  sessions?: boolean;
};

type Memory = Pick<FakeUpstream, "executed" | "cancelled">;
type FetchHandler = (request: Request) => Promise<Response>;

/** Starts a server with the tools of fake-tools.ts. Close it in afterAll. */
export async function startFakeUpstream(options: FakeOptions = {}): Promise<FakeUpstream> {
  const memory: Memory = { executed: [], cancelled: [] };
  const sessions = new Map<string, FetchHandler>();
  const handler = handlerOf(options, memory, sessions);
  const http = await serveRecorded(async (recorded, response) => {
    if (!admitted(options, recorded)) {
      response.writeHead(401, { "www-authenticate": "Bearer" }).end();
      return;
    }
    await answerWith(handler, http.origin, recorded, response);
  });
  return {
    ...memory,
    url: `${http.origin}/mcp`,
    hostPort: http.hostPort,
    requests: http.requests,
    count: (rpcMethod) => http.requests.filter((one) => one.rpcMethod === rpcMethod).length,
    connections: http.connections,
    forgetSessions: () => sessions.clear(),
    close: http.close,
  };
}

function admitted(options: FakeOptions, recorded: Recorded): boolean {
  if (options.bearer && recorded.headers["authorization"] !== `Bearer ${options.bearer}`)
    return false;
  if (!options.header) return true;
  const [name, value] = options.header;
  return recorded.headers[name.toLowerCase()] === value;
}

function handlerOf(
  options: FakeOptions,
  memory: Memory,
  sessions: Map<string, FetchHandler>,
): FetchHandler {
  const modern = createMcpHandler(() => modernServer(memory), { legacy: "reject" });
  const legacy = options.sessions === false ? statelessOf(memory) : sessionsOf(memory, sessions);
  const era = options.era ?? "E25";
  if (era === "E25") return legacy;
  if (era === "E26") return (request) => modern.fetch(request);
  return async (request) =>
    (await isLegacyRequest(request)) ? legacy(request) : modern.fetch(request);
}

function sessionsOf(memory: Memory, sessions: Map<string, FetchHandler>): FetchHandler {
  return async (request) => {
    const id = request.headers.get("mcp-session-id");
    if (id !== null)
      return (await sessions.get(id)?.(request)) ?? new Response(null, { status: 404 });
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (fresh) => {
        sessions.set(fresh, (next) => transport.handleRequest(next));
      },
      onsessionclosed: (gone) => {
        sessions.delete(gone);
      },
    });
    await legacyServer(memory).connect(transport);
    return transport.handleRequest(request);
  };
}

function statelessOf(memory: Memory): FetchHandler {
  return async (request) => {
    const transport = new WebStandardStreamableHTTPServerTransport({});
    await legacyServer(memory).connect(transport);
    return transport.handleRequest(request);
  };
}

function legacyServer(memory: Memory): LegacyServer {
  const server = new LegacyServer(
    { name: "fake-legacy", version: "1.0.0" },
    { capabilities: { logging: {} } },
  );
  for (const tool of fakeTools)
    server.registerTool(
      tool.name,
      { description: tool.description, inputSchema: tool.input.shape },
      async (args, extra) => {
        memory.executed.push({ tool: tool.name, arguments: args });
        extra.signal.addEventListener("abort", () => memory.cancelled.push(tool.name));
        const progressToken = extra._meta?.progressToken;
        return tool.run(args, {
          signal: extra.signal,
          progress: async (progress, total) => {
            if (progressToken === undefined) return;
            const params = { progressToken, progress, total };
            await extra.sendNotification({ method: "notifications/progress", params });
          },
          log: (data) =>
            extra.sendNotification({
              method: "notifications/message",
              params: { level: "info", data },
            }),
        });
      },
    );
  return server;
}

function modernServer(memory: Memory): McpServer {
  const server = new McpServer(
    { name: "fake-modern", version: "2.0.0" },
    { capabilities: { logging: {} } },
  );
  for (const tool of fakeTools)
    server.registerTool(
      tool.name,
      { description: tool.description, inputSchema: tool.input },
      async (args, context) => {
        const { mcpReq } = context;
        memory.executed.push({ tool: tool.name, arguments: args });
        mcpReq.signal.addEventListener("abort", () => memory.cancelled.push(tool.name));
        const progressToken = mcpReq._meta?.progressToken;
        return tool.run(args, {
          signal: mcpReq.signal,
          progress: async (progress, total) => {
            if (progressToken === undefined) return;
            const params = { progressToken, progress, total };
            await mcpReq.notify({ method: "notifications/progress", params });
          },
          log: (data) =>
            mcpReq.notify({ method: "notifications/message", params: { level: "info", data } }),
        });
      },
    );
  return server;
}
