// What a call costs: asked directly, through server/main.ts, and through the Next route, side by side in one run.
import http from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bus } from "@/server/infra/bus";
import { closePools, pool } from "@/server/infra/pg";
import { openCorridor } from "@/server/testing/corridor";
import { printAims } from "./aims";
import { generateLoad, post, type Target } from "./load";
import { cpuMicroseconds, type Process, residentMegabytes, startProcess } from "./processes";
import { type Memory, paths, printMemory, printRows, type Row } from "./report";

const calls = Number(process.env["BENCH_CALLS"] ?? 4_000);
const longRun = Number(process.env["BENCH_LONG_CALLS"] ?? 100_000);
/** What is hot must be compiled first: a figure of the first thousand calls is one of the compiler. */
const warmUp = Number(process.env["BENCH_WARM_UP"] ?? 3_000);
/** Milliseconds: on a slow machine a row is measured on fewer calls, and the whole stays below five minutes. */
const maxMs = { row: 8_000, warmUp: 6_000, long: 100_000 };
const root = process.cwd();

type Upstream = { name: string; process: Process; tool: string };

async function startUpstreams(): Promise<Upstream[]> {
  const manifest = createRequire(join(root, "package.json")).resolve(
    "@modelcontextprotocol/server-everything/package.json",
  );
  const everything = [join(dirname(manifest), "dist/index.js"), "streamableHttp"];
  return [
    {
      name: "canned upstream",
      process: await startProcess([join(root, "dist/bench/canned-upstream.mjs")], {}),
      tool: "echo",
    },
    { name: "server-everything", process: await startProcess(everything, {}), tool: "echo" },
  ];
}

async function startGateways(upstreams: Upstream[]): Promise<{ main: Process; next: Process }> {
  const env = {
    NODE_ENV: "production",
    LOG_LEVEL: "error",
    EGRESS_ALLOW: upstreams.map(({ process: { port } }) => `localhost:${port}`).join(","),
    LIMIT_CALLS_PER_MINUTE: "10000000",
  };
  const next = [join(root, "node_modules/next/dist/bin/next"), "start", "-H", "127.0.0.1"];
  return {
    main: await startProcess([join(root, "dist/main.mjs")], env),
    next: await startProcess(next, env),
  };
}

/** A session opened as a client of revision 2025-11-25 opens one, and the call it then repeats. */
async function openSession(url: string, tool: string, token: string | null): Promise<Target> {
  const agent = new http.Agent();
  const bearer = token === null ? {} : { authorization: `Bearer ${token}` };
  const initialize = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "bench", version: "1" },
  };
  const message = (id: number | undefined, method: string, params: unknown) =>
    JSON.stringify({ jsonrpc: "2.0", id, method, params });
  const opened = await post(
    { url, headers: bearer, body: () => message(0, "initialize", initialize) },
    agent,
    0,
  );
  const session = opened.headers["mcp-session-id"];
  const headers = {
    ...bearer,
    "mcp-protocol-version": "2025-11-25",
    ...(typeof session === "string" ? { "mcp-session-id": session } : {}),
  };
  await post(
    { url, headers, body: () => message(undefined, "notifications/initialized", {}) },
    agent,
    0,
  );
  const params = { name: tool, arguments: { message: `hello ${"y".repeat(200)}` } };
  return { url, headers, body: (id) => message(id + 1, "tools/call", params) };
}

/** Statements so far. A backend hands in its count with the first statement after a second: `call` is that one. */
async function statements(call: Target): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await generateLoad(call, 1, 1, maxMs.row);
  const { rows } = await pool().query<{ n: string }>(
    "SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(rows[0]?.n);
}

async function measure(
  path: string,
  target: Target,
  callers: number,
  gateway: Process | null,
): Promise<Row> {
  const before = gateway ? await statements(target) : 0;
  const cpu = gateway ? cpuMicroseconds(gateway.pid) : 0;
  const load = await generateLoad(target, callers, calls, maxMs.row);
  if (!gateway) return { path, callers, ...load, cpu: null, sql: null };
  const used = cpuMicroseconds(gateway.pid) - cpu;
  // The counting takes one statement, and the call before it two if any.
  const counted = (await statements(target)) - before - 1;
  const sql = Math.max(0, counted - (counted > load.calls / 100 ? 2 : 0));
  return { path, callers, ...load, cpu: used / load.calls, sql: sql / load.calls };
}

async function comparePaths(
  upstream: Upstream,
  gateways: { main: Process; next: Process },
): Promise<{ main: Target; rows: Row[] }> {
  const hostPort = `localhost:${upstream.process.port}`;
  const url = `${upstream.process.url}/mcp`;
  const { endpoint, token } = await openCorridor([{ url, hostPort }], [upstream.tool]);
  const at = (gateway: Process) =>
    openSession(`${gateway.url}/mcp/${endpoint.slug}`, upstream.tool, token);
  const [direct, main, next] = [
    await openSession(url, upstream.tool, null),
    await at(gateways.main),
    await at(gateways.next),
  ];
  const ping: Target = {
    ...main,
    body: (id) => `{"jsonrpc":"2.0","id":${id + 1},"method":"ping"}`,
  };
  for (const target of [direct, ping, main, next])
    await generateLoad(target, 16, warmUp, maxMs.warmUp);
  const rows: Row[] = [];
  for (const callers of [1, 16]) {
    rows.push(await measure(paths.direct, direct, callers, null));
    rows.push(await measure(paths.ping, ping, callers, gateways.main));
    rows.push(await measure(paths.main, main, callers, gateways.main));
    rows.push(await measure(paths.next, next, callers, gateways.next));
  }
  printRows(upstream.name, rows);
  return { main, rows };
}

async function watchMemory(target: Target, gateway: Process): Promise<Memory> {
  const samples = [residentMegabytes(gateway.pid)];
  const began = performance.now();
  const steps = 10;
  let made = 0;
  for (let step = 0; step < steps; step++) {
    const load = await generateLoad(target, 16, longRun / steps, maxMs.long / steps);
    made += load.calls;
    samples.push(residentMegabytes(gateway.pid));
  }
  return { calls: made, seconds: (performance.now() - began) / 1000, samples };
}

const running: Process[] = [];
try {
  const upstreams = await startUpstreams();
  running.push(...upstreams.map((upstream) => upstream.process));
  const gateways = await startGateways(upstreams);
  running.push(gateways.main, gateways.next);
  const compared = [];
  for (const upstream of upstreams) compared.push(await comparePaths(upstream, gateways));
  const [canned] = compared;
  if (canned) {
    const memory = await watchMemory(canned.main, gateways.main);
    printMemory(memory);
    printAims(canned.rows, memory);
  }
} finally {
  await Promise.all(running.map((each) => each.stop()));
  await bus().close();
  await closePools();
}
