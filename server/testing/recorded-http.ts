// A real HTTP server on a free port of 127.0.0.1 that remembers every request it got.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export type Recorded = {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The JSON-RPC method of the body, null when there is none. */
  rpcMethod: string | null;
  /** The port it came from: the same for requests on one socket. */
  remotePort: number;
  /** Aborted when the client went away before the answer was complete. */
  signal: AbortSignal;
};

export type RecordedHttp = {
  origin: string;
  /** "127.0.0.1:41234", as the allow-list wants it. */
  hostPort: string;
  requests: Recorded[];
  /** Sockets accepted so far. */
  connections(): number;
  close(): Promise<void>;
};

export type Answer = (request: Recorded, response: ServerResponse) => void | Promise<void>;

/** Serves `answer` until closed; a failing answer becomes a 500. */
export async function serveRecorded(answer: Answer): Promise<RecordedHttp> {
  const requests: Recorded[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(async (incoming, response) => {
    const request = await record(incoming, response);
    requests.push(request);
    try {
      await answer(request, response);
    } catch {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  server.on("connection", (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    hostPort: `127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function record(incoming: IncomingMessage, response: ServerResponse): Promise<Recorded> {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(headers),
    body,
    rpcMethod: rpcMethodOf(body),
    remotePort: incoming.socket.remotePort ?? 0,
    signal: gone.signal,
  };
}

function rpcMethodOf(body: string): string | null {
  try {
    const message: unknown = JSON.parse(body);
    if (typeof message !== "object" || message === null || !("method" in message)) return null;
    return typeof message.method === "string" ? message.method : null;
  } catch {
    return null;
  }
}

/** Answers with a fetch-shaped handler, streaming its body. */
export async function answerWith(
  handler: (request: Request) => Promise<Response>,
  origin: string,
  recorded: Recorded,
  response: ServerResponse,
): Promise<void> {
  const request = new Request(`${origin}${recorded.path}`, {
    method: recorded.method,
    headers: recorded.headers,
    signal: recorded.signal,
    ...(recorded.method === "POST" ? { body: recorded.body } : {}),
  });
  const answer = await handler(request);
  const cookies = answer.headers.getSetCookie();
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...(cookies.length > 0 ? { "set-cookie": cookies } : {}),
  });
  if (answer.body) {
    response.flushHeaders();
    for await (const chunk of answer.body) response.write(chunk);
  }
  response.end();
}
