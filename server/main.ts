// In: the environment. Out: a listening server: the data plane and the authorization server beside Next, every other path
// by Next in the same process. Promises one clear sentence and exit code 1 when it cannot start, and an orderly stop.
import type { Server } from "node:http";
import process from "node:process";
import v8 from "node:v8";
import { lane } from "@/server/activity/lane";
import { noteChains, warnOfCheckpoint } from "@/server/activity/record-upkeep";
import { bootHere } from "@/server/boot";
import { AppError } from "@/server/core/errors";
import { type Listener, openDoor, type Wing } from "@/server/gateway/front-door";
import { setStopping } from "@/server/gateway/health";
import { createHttpServer } from "@/server/gateway/http-server";
import { lives } from "@/server/gateway/live";
import { sendResponse, toRequest } from "@/server/gateway/node-web";
import { env } from "@/server/infra/env";
import { requireUnexposed } from "@/server/infra/exposure";
import { ring } from "@/server/infra/keys";
import { log } from "@/server/infra/log";
import { closeOutbound } from "@/server/infra/outbound";
import { closeAllSessions } from "@/server/upstream/sessions";

/** Milliseconds: under `npm start` someone waits at a terminal; alone, a load balancer must first look away. */
const patience = process.connected
  ? { lookAway: 0, inFlight: 1_500 }
  : { lookAway: 5_000, inFlight: 25_000 };

// Unasked, V8 lets four times of what lives gather before it collects; twice costs nothing measurable (docs/benchmarks.md).
v8.setFlagsFromString("--heap-growing-percent=100");

async function start(): Promise<void> {
  const { PORT, HOST, publicUrl, production } = env();
  if (production) requireUnexposed();
  // A missing or weak key is told before the database is asked.
  ring();
  // Side by side: one waits for the database, the other reads the build.
  const [{ setupUrl, stopUpkeep }, portal] = await Promise.all([
    bootHere(),
    openPortal(HOST, PORT),
  ]);
  const door = openDoor(portal, wings);
  const server = createHttpServer(door.answer);
  await listen(server, PORT, HOST);
  stopOnSignals(server, door.idle, stopUpkeep);
  announce(publicUrl, setupUrl);
}

/** Beside Next, which costs more than these answers themselves. Loaded when first asked: the start is sooner. */
const wings: readonly Wing[] = [
  { prefix: "/oauth/", answer: fetchStyle(authorizationServer) },
  { prefix: "/.well-known/", answer: fetchStyle(wellKnown) },
];

async function authorizationServer(request: Request): Promise<Response> {
  const { serveOAuth } = await import("@/server/oauth/serve");
  return serveOAuth(request);
}

async function wellKnown(request: Request): Promise<Response> {
  const { serveWellKnown } = await import("@/server/oauth/well-known");
  return serveWellKnown(request);
}

function fetchStyle(handler: (request: Request) => Promise<Response>): Listener {
  return async (req, res) => sendResponse(res, await handler(toRequest(req, res)));
}

async function openPortal(hostname: string, port: number): Promise<Listener> {
  const { default: next } = await import("next");
  const app = next({ dev: false, hostname, port, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (req, res) => handle(req, res);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new AppError("unavailable", `Nothing can listen on ${host}:${port} (${error.code}).`, {
          cause: error,
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
}

function announce(address: string, setupUrl: string | null): void {
  if (process.send) process.send({ ready: true, address, ...(setupUrl ? { setupUrl } : {}) });
  else
    process.stdout.write(
      `Gatehouse answers at ${address}\n${setupUrl ? `Set up: ${setupUrl}\n` : ""}`,
    );
}

/** Readiness first, then no new connections, then what is under way, then the record: in this order (security §4.12). */
function stopOnSignals(server: Server, idle: () => Promise<void>, stopUpkeep: () => void): void {
  let stopping = false;
  const stop = async (lookAwayMs: number) => {
    if (stopping) return;
    stopping = true;
    setStopping();
    stopUpkeep();
    await pause(lookAwayMs);
    server.close();
    server.closeIdleConnections();
    lives().endAll("shutdown");
    await Promise.race([idle(), pause(patience.inFlight)]);
    await Promise.race([closeUpstreams(), pause(500)]);
    await Promise.race([lane().flushed(), pause(3_000)]);
    await Promise.race([noteChains(new Date()).catch(warnOfCheckpoint), pause(1_000)]);
    process.exit(0);
  };
  const stopNow = () => void stop(0);
  process.on("SIGTERM", () => void stop(patience.lookAway));
  process.on("SIGINT", stopNow);
  process.on("disconnect", stopNow);
}

async function closeUpstreams(): Promise<void> {
  await closeAllSessions();
  await closeOutbound();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// One connection's fault must not end everybody's: it is logged, and the process goes on.
process.on("unhandledRejection", (error) =>
  log().error({ err: error }, "a rejection nobody handled"),
);
process.on("uncaughtException", (error) =>
  log().error({ err: error }, "an exception nobody handled"),
);

start().catch((error: unknown) => {
  const known = error instanceof AppError ? error.message : sentenceFor(error);
  process.stderr.write(`${known}\n`);
  process.exit(1);
});

function sentenceFor(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const network = ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET"];
  if (network.includes(code))
    return `The database cannot be reached (${code}): check DATABASE_URL.`;
  return `Gatehouse cannot start: ${text}`;
}
