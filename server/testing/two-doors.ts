// One endpoint asked at both doors: node:http as in server/main.ts, and the route of Next.
import { POST as nextRoute } from "@/app/mcp/[endpoint]/route";
import { forget, shared } from "@/server/core/shared";
import { type Env, env } from "@/server/infra/env";
import type { Corridor } from "./corridor";
import { envelope } from "./corridor-client";
import type { Asked, NodeDoor } from "./node-door";

export type Told = { status: number; headers: Record<string, string | undefined>; text: string };
export type Sent = NonNullable<Asked["headers"]>;
/** What is asked of an endpoint, whatever its address. */
export type Question = Omit<Asked, "path">;
export type Ask = (question: Question) => Promise<Told>;

/** Asks through the socket. */
export async function askNode(node: NodeDoor, slug: string, question: Question): Promise<Told> {
  const { status, headers, text } = await node.ask({ ...question, path: `/mcp/${slug}` });
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { status, text, headers: Object.fromEntries(flat) };
}

/** Asks the route handler, as Next would. */
export async function askNext(node: NodeDoor, slug: string, question: Question): Promise<Told> {
  const { method = "GET", headers, body } = question;
  const list = new Headers({ host: node.host });
  for (const [name, value] of Object.entries(headers ?? {})) {
    list.delete(name);
    for (const one of [value ?? []].flat()) list.append(name, one);
  }
  const sent = body == null ? {} : { body: new Uint8Array(Buffer.from(body)) };
  const request = new Request(`${node.origin}/mcp/${slug}`, { method, headers: list, ...sent });
  const response = await nextRoute(request, { params: Promise.resolve({ endpoint: slug }) });
  const { status } = response;
  return { status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

/** Messages of one client, in both eras, all with the id 7. */
export class Questions {
  session: string | null = null;

  constructor(private readonly corridor: Corridor) {}

  /** Opens the session that `legacy` speaks in. */
  async begin(ask: Ask): Promise<void> {
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {} };
    const { headers } = await ask(this.legacy("initialize", params));
    this.session = headers["mcp-session-id"] ?? null;
  }

  post(body: string | Buffer, headers: Sent = {}): Question {
    const common = {
      authorization: `Bearer ${this.corridor.token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    };
    return { method: "POST", body, headers: { ...common, ...headers } };
  }

  legacy(method: string, params: object = {}, headers: Sent = {}): Question {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 7, method, params });
    return this.post(body, { "mcp-session-id": this.session, ...headers });
  }

  modern(method: string, params: object = {}, headers: Sent = {}): Question {
    const message = { jsonrpc: "2.0", id: 7, method, params: { ...params, _meta: envelope } };
    const name = "name" in params ? { "mcp-name": String(params.name) } : {};
    const mirrored = { "mcp-protocol-version": "2026-07-28", "mcp-method": method, ...name };
    return this.post(JSON.stringify(message), { ...mirrored, ...headers });
  }
}

/** Does the work with other settings. */
export async function withEnv<T>(change: Partial<Env>, work: () => Promise<T>): Promise<T> {
  const before = env();
  forget("env");
  shared("env", () => ({ ...before, ...change }));
  try {
    return await work();
  } finally {
    forget("env");
    shared("env", () => before);
  }
}
