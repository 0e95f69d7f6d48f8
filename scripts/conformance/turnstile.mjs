// The suite starts the clients of all scenarios at once. Behind a turnstile they work a few at a time, so that a small
// machine does not fail them by its slowness. A place is a connection: it is free again however its holder ends.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/**
 * @param {number} places how many may be through at once
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export async function openTurnstile(places) {
  /** @type {import("node:net").Socket[]} */
  const waiting = [];
  let free = places;
  const admit = () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (next.destroyed) continue;
      free--;
      next.once("close", () => {
        free++;
        admit();
      });
      next.write("go");
      if (free === 0) return;
    }
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    waiting.push(socket);
    if (free > 0) admit();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { port, close: () => server.close() };
}

/**
 * Resolves when it is our turn.
 * @param {number} port
 * @returns {Promise<() => void>} gives the place back
 */
export async function waitForTurn(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "data");
  return () => socket.destroy();
}
