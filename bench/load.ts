// The load generator: callers that each wait for their answer before they ask again, over kept connections.
import http from "node:http";

export type Target = { url: string; headers: Record<string, string>; body(id: number): string };

export type Load = { calls: number; perSecond: number; p50: number; p99: number };

/** Milliseconds after which an answer is not waited for any more. */
const patience = 30_000;

/**
 * Sends up to `calls` requests from `callers` at once, and none after `maxMs`. An answer without a result is a failure,
 * not a figure.
 */
export async function generateLoad(
  target: Target,
  callers: number,
  calls: number,
  maxMs: number,
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: callers });
  const latencies = new Float64Array(calls);
  let next = 0;
  const began = performance.now();
  const caller = async () => {
    while (next < calls && performance.now() - began < maxMs) {
      const id = next++;
      const sent = performance.now();
      await post(target, agent, id);
      latencies[id] = performance.now() - sent;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  const sorted = latencies.subarray(0, next).sort();
  const at = (share: number) => sorted[Math.min(next - 1, Math.floor(next * share))] ?? 0;
  return { calls: next, perSecond: next / seconds, p50: at(0.5), p99: at(0.99) };
}

/** One request; resolves with the body and the headers of the answer. */
export function post(
  target: Target,
  agent: http.Agent,
  id: number,
): Promise<{ body: string; headers: http.IncomingHttpHeaders }> {
  const body = target.body(id);
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "content-length": Buffer.byteLength(body),
    ...target.headers,
  };
  return new Promise((resolve, reject) => {
    const request = http.request(target.url, { method: "POST", agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200 && text.includes('"result"'))
          resolve({ body: text, headers: response.headers });
        else if (response.statusCode === 202) resolve({ body: text, headers: response.headers });
        else reject(new Error(`HTTP ${response.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    request.on("error", reject);
    request.setTimeout(patience, () => request.destroy(new Error("no answer came")));
    request.end(body);
  });
}
