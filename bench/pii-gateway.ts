// What filters cost in a whole call: the same calls through the data plane with filters off and on, in turn, in one run.
import http from "node:http";
import { join } from "node:path";
import { bus } from "@/server/infra/bus";
import { closePools } from "@/server/infra/pg";
import { piiTypes } from "@/server/pii/entities";
import { type Corridor, openCorridor, setFilters } from "@/server/testing/corridor";
import { generateLoad, post, type Target } from "./load";
import { cpuMicroseconds, type Process, startProcess } from "./processes";

const rounds = 5;
const maxMs = 20_000;
const tools = [
  { name: "small", title: "a result of 1 KB", calls: 3_000 },
  { name: "middle", title: "a result of 100 KB", calls: 120 },
  { name: "large", title: "a result of 1 MB", calls: 24 },
];

type Figures = { p50: number; cpu: number };

/** A session of revision 2025-11-25, and the call it repeats. */
async function openSession(url: string, token: string): Promise<(tool: string) => Target> {
  const agent = new http.Agent();
  const bearer = { authorization: `Bearer ${token}` };
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "bench", version: "1" },
  };
  const message = (id: number, method: string, rest: unknown) =>
    JSON.stringify({ jsonrpc: "2.0", id, method, params: rest });
  const opened = await post(
    { url, headers: bearer, body: () => message(0, "initialize", params) },
    agent,
    0,
  );
  const session = String(opened.headers["mcp-session-id"]);
  const headers = { ...bearer, "mcp-protocol-version": "2025-11-25", "mcp-session-id": session };
  const asked = { message: "Write to jane@example.com about order 4155550123." };
  return (tool) => ({
    url,
    headers,
    body: (id) => message(id + 1, "tools/call", { name: tool, arguments: asked }),
  });
}

async function measure(target: Target, calls: number, gateway: Process): Promise<Figures> {
  const before = cpuMicroseconds(gateway.pid);
  const load = await generateLoad(target, 1, calls, maxMs);
  return { p50: load.p50, cpu: (cpuMicroseconds(gateway.pid) - before) / load.calls };
}

/** Switches the filters and waits until the other process answers accordingly. */
async function turn(endpointId: string, isOn: boolean, target: Target): Promise<void> {
  const types = isOn ? [...piiTypes] : null;
  await setFilters(endpointId, types, types);
  const agent = new http.Agent();
  for (let attempt = 0; attempt < 100; attempt++) {
    const { body } = await post(target, agent, attempt);
    if (body.includes("[REDACTED_EMAIL]") === isOn) return;
  }
  throw new Error("The filters did not take effect.");
}

async function compare(
  corridor: Corridor,
  targetOf: (tool: string) => Target,
  gateway: Process,
): Promise<void> {
  console.log("                       filters off            filters on             added");
  for (const { name, title, calls } of tools) {
    const best = [false, true].map(() => ({
      p50: Number.POSITIVE_INFINITY,
      cpu: Number.POSITIVE_INFINITY,
    }));
    // The first round warms up both ways and counts as any other: the best of each is shown.
    for (let round = 0; round < rounds; round++)
      for (const [index, kept] of best.entries()) {
        await turn(corridor.endpoint.id, index === 1, targetOf("small"));
        const { p50, cpu } = await measure(targetOf(name), calls, gateway);
        kept.p50 = Math.min(kept.p50, p50);
        kept.cpu = Math.min(kept.cpu, cpu);
      }
    const [off, on] = best as [Figures, Figures];
    const shown = ({ p50, cpu }: Figures) =>
      `${p50.toFixed(2)} ms, ${(cpu / 1_000).toFixed(2)} ms CPU`.padEnd(23);
    const added = { p50: on.p50 - off.p50, cpu: on.cpu - off.cpu };
    console.log(`${title.padEnd(20)} ${shown(off)}${shown(on)}${shown(added)}`);
  }
}

const running: Process[] = [];
try {
  const upstream = await startProcess([join(process.cwd(), "dist/bench/pii-upstream.mjs")], {});
  running.push(upstream);
  const gateway = await startProcess([join(process.cwd(), "dist/bench/pii-door.mjs")], {
    NODE_ENV: "production",
    LOG_LEVEL: "error",
    EGRESS_ALLOW: `localhost:${upstream.port}`,
    LIMIT_CALLS_PER_MINUTE: "10000000",
  });
  running.push(gateway);
  const hostPort = `localhost:${upstream.port}`;
  const corridor = await openCorridor([{ url: `${upstream.url}/mcp`, hostPort }]);
  const url = `${gateway.url}/mcp/${corridor.endpoint.slug}`;
  await compare(corridor, await openSession(url, corridor.token), gateway);
} finally {
  await Promise.all(running.map((each) => each.stop()));
  await bus().close();
  await closePools();
}
