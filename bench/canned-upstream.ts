// An MCP server that answers at once, so that a figure shows the gateway and not the server behind it.
import http from "node:http";

const result = JSON.stringify({
  content: [{ type: "text", text: "x".repeat(400) }],
  structuredContent: { id: 9007199254740991, ok: true },
});
const tool = JSON.stringify({
  name: "echo",
  description: "Answers at once",
  inputSchema: { type: "object", properties: { message: { type: "string" } } },
});

function answer(method: string): string {
  if (method === "initialize")
    return '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"canned","version":"1"}}';
  if (method === "tools/list") return `{"tools":[${tool}]}`;
  return result;
}

http
  .createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method !== "POST") return response.writeHead(405).end();
      const message = JSON.parse(Buffer.concat(chunks).toString()) as {
        id?: unknown;
        method: string;
      };
      if (message.id === undefined) return response.writeHead(202).end();
      response.writeHead(200, { "content-type": "application/json", "mcp-session-id": "canned" });
      return response.end(
        `{"jsonrpc":"2.0","id":${JSON.stringify(message.id)},"result":${answer(message.method)}}`,
      );
    });
  })
  .listen(Number(process.env["PORT"]), "127.0.0.1");
