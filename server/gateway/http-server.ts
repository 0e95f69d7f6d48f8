// In: who answers. Out: a node:http server. Promises bounds on what a client may send and how long it may take, and that a
// connection whose framing is in doubt is closed before anything more is read from it (security: T71).
import { createServer, type Server } from "node:http";
import type { Listener } from "@/server/gateway/front-door";

const options = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  maxHeaderSize: 16 << 10,
  /** The door sees to it, together with what else makes a connection untrustworthy. */
  requireHostHeader: false,
  insecureHTTPParser: false,
  /** Longer than the load balancers in front usually wait, so that they close first. */
  keepAliveTimeout: 65_000,
};

/** Milliseconds without a byte in either direction. Streams beat more often; who does not read gives back what waits for them. */
const stalledMs = 120_000;

/** Not listening yet. */
export function createHttpServer(answer: Listener): Server {
  const server = createServer(options, (req, res) => void answer(req, res));
  server.setTimeout(stalledMs);
  // An upgrade, as to h2c, would leave what follows on the connection to nobody.
  server.on("upgrade", (_request, socket) =>
    socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n"),
  );
  return server;
}
