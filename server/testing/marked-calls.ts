// Callers that never rest, over real HTTP: each call carries a mark of its own, and what became of it is written down.
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { envelope } from "@/server/testing/corridor-client";
import type { Work } from "@/server/testing/marked-upstream";

/** `refused`: certainly not executed; `withheld`: perhaps executed; `lost`: the connection broke; the rest is odd. */
export type Fate = "result" | "tool_error" | "refused" | "withheld" | "lost" | `odd: ${string}`;

/** Where a caller calls, as a client with a session of 2025-11-25 or as one of 2026-07-28. */
export type Door = { url: string; token: string; session: string | null; tool: string };

type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string };

const hungMs = 20_000;

/** Opens a session of 2025-11-25. */
export async function openSession(door: Omit<Door, "session">): Promise<Door> {
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "crash", version: "1" },
  };
  const message = { jsonrpc: "2.0", id: 0, method: "initialize", params };
  const { headers } = await post({ ...door, session: "" }, JSON.stringify(message));
  return { ...door, session: String(headers["mcp-session-id"]) };
}

/** One call, and what became of it. Never rejects. */
export async function call(door: Door, work: Work, agent?: http.Agent): Promise<Fate> {
  const meta = door.session === null ? { _meta: envelope } : {};
  const params = { name: door.tool, arguments: work, ...meta };
  const message = { jsonrpc: "2.0", id: work.mark, method: "tools/call", params };
  try {
    return fateOf(await post(door, JSON.stringify(message), agent), work);
  } catch (error) {
    return error instanceof Error && error.message === "hung" ? "odd: hung" : "lost";
  }
}

function fateOf({ status, text }: Answer, { mark }: Work): Fate {
  if (!text.startsWith("{")) return `odd: HTTP ${status} ${text.slice(0, 200)}`;
  const { id, result, error } = JSON.parse(text);
  const odd: Fate = `odd: HTTP ${status} ${error?.code} ${error?.message}`;
  if (status === 200 && id === mark && result?.isError) return "tool_error";
  if (status === 200 && id === mark && result?.content[0]?.text === mark) return "result";
  if (status !== 503 || error?.code !== -32603) return odd;
  if (error.data?.reason === "audit_unavailable") return "refused";
  return error.data?.reason === "outcome_unrecorded" ? "withheld" : odd;
}

function headersOf({ token, session, tool }: Door): Record<string, string> {
  const common = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  if (session === null) {
    const modern = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call" };
    return { ...common, ...modern, "mcp-name": tool };
  }
  if (session === "") return common;
  return { ...common, "mcp-protocol-version": "2025-11-25", "mcp-session-id": session };
}

function post(door: Door, body: string, agent?: http.Agent): Promise<Answer> {
  const options = { method: "POST", headers: headersOf(door), timeout: hungMs };
  return new Promise((resolve, reject) => {
    const request = http.request(door.url, { ...options, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on("timeout", () => request.destroy(new Error("hung")));
    request.on("error", reject);
    request.end(body);
  });
}

export class Load {
  private stopping = false;
  private readonly callers: { door: Door; answeredAt: number; done: Promise<void> }[];
  private readonly agent = new http.Agent({ keepAlive: true });
  private count = 0;

  /** One caller per door; marks begin with `name`; `ms` says how long the server takes for a call. */
  constructor(
    private readonly name: string,
    doors: readonly Door[],
    private readonly fates: Map<string, Fate>,
    private readonly ms: () => number,
  ) {
    this.callers = doors.map((door) => ({ door, answeredAt: 0, done: Promise.resolve() }));
    for (const caller of this.callers) caller.done = this.run(caller);
  }

  /** Resolves when every caller got the answer to a call it began from now on; gives how long that took. */
  async everyoneAnswered(): Promise<number> {
    const since = performance.now();
    while (this.callers.some(({ answeredAt }) => answeredAt < since)) await pause(10);
    return performance.now() - since;
  }

  /** No new calls; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.callers.map(({ done }) => done));
    this.agent.destroy();
  }

  private async run(caller: { door: Door; answeredAt: number }): Promise<void> {
    while (!this.stopping) {
      const mark = `${this.name}-${++this.count}`;
      const begun = performance.now();
      const fate = await call(caller.door, { mark, ms: this.ms() }, this.agent);
      this.fates.set(mark, fate);
      if (fate === "result") caller.answeredAt = begun;
      // Nobody is there, or not able to: a client asks again in a moment.
      else await pause(30);
    }
  }
}
