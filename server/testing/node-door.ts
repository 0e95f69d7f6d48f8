// The door of server/main.ts in process: node:http with the corridor behind it, and the bytes that came back.
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { forget, shared } from "@/server/core/shared";
import { openDoor, type Wing } from "@/server/gateway/front-door";
import { createHttpServer } from "@/server/gateway/http-server";
import { env } from "@/server/infra/env";

export type Asked = {
  method?: string;
  path: string;
  /** As on the wire: an array is several lines; null leaves a header out. */
  headers?: Record<string, string | readonly string[] | null>;
  body?: string | Buffer | null;
};

type Told = { status: number; headers: IncomingHttpHeaders; text: string };

export type NodeDoor = {
  /** "http://localhost:41234", which PUBLIC_URL is from now on. */
  origin: string;
  host: string;
  /** Addresses that were left to the portal. */
  seen: string[];
  ask(asked: Asked): Promise<Told>;
  /** A connection to write bytes to. */
  socket(): Socket;
  close(): Promise<void>;
};

/** Listens on a free port and makes it the public address of this process. */
export async function startNodeDoor(wings: readonly Wing[] = []): Promise<NodeDoor> {
  const seen: string[] = [];
  const portal = openDoor((req, res) => {
    seen.push(`${req.method} ${req.url}`);
    res.end("the portal");
  }, wings);
  const server = createHttpServer(portal.answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const host = `localhost:${port}`;
  const origin = `http://${host}`;
  const settings = env();
  forget("env");
  shared("env", () => ({ ...settings, publicUrl: origin }));
  return {
    origin,
    host,
    seen,
    ask: (asked) => ask(port, host, asked),
    socket: () => connect(port, "127.0.0.1"),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function ask(port: number, host: string, asked: Asked): Promise<Told> {
  const { method = "GET", path, body = null } = asked;
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries({ host, ...asked.headers }))
    if (value !== null) headers[name] = typeof value === "string" ? value : [...value];
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, method, headers, agent: false };
    const sent = request({ ...options, setHost: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}

/** Writes `bytes` and returns all that came back once the server closed, or after `ms`. */
export function exchangeBytes(
  door: NodeDoor,
  bytes: string,
  ms = 1_500,
): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = door.socket();
    let text = "";
    let closed = false;
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    for (const end of ["end", "error"])
      socket.on(end, () => {
        closed = true;
      });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve({ text, closed });
    });
    socket.write(bytes, "latin1");
  });
}
