// An MCP server whose tools answer at once with a tool result of 1 KB, of 100 KB and of 1 MB.
import http from "node:http";
import { toolResult } from "./pii-texts";

const sizes: Record<string, number> = { small: 900, middle: 100_000, large: 1_000_000 };
const results = new Map(
  Object.entries(sizes).map(([name, size]) => [
    name,
    JSON.stringify({ content: [{ type: "text", text: toolResult(size) }] }),
  ]),
);
const tools = Object.keys(sizes).map((name) => ({ name, inputSchema: { type: "object" } }));

type Asked = { id?: unknown; method: string; params?: { name?: string } };

function answer({ method, params }: Asked): string {
  if (method === "initialize")
    return '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"results","version":"1"}}';
  if (method === "tools/list") return JSON.stringify({ tools });
  return results.get(params?.name ?? "") ?? "{}";
}

http
  .createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method !== "POST") return response.writeHead(405).end();
      const asked: Asked = JSON.parse(Buffer.concat(chunks).toString());
      if (asked.id === undefined) return response.writeHead(202).end();
      response.writeHead(200, { "content-type": "application/json", "mcp-session-id": "results" });
      return response.end(
        `{"jsonrpc":"2.0","id":${JSON.stringify(asked.id)},"result":${answer(asked)}}`,
      );
    });
  })
  .listen(Number(process.env["PORT"]), "127.0.0.1");
