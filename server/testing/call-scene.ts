// Tools that can be called at both doors, of a server that can misbehave.
import { expect } from "vitest";
import { attempts } from "@/server/activity/attempts";
import { bus } from "@/server/infra/bus";
import { db } from "@/server/infra/db";
import { closeAllSessions } from "@/server/upstream/sessions";
import { good, idOf, startRawUpstream } from "./canned-upstream";
import { allowEgress, type Corridor, openCorridor, setFilters } from "./corridor";
import { type FakeUpstream, startFakeUpstream } from "./fake-upstream";
import { type NodeDoor, startNodeDoor } from "./node-door";
import { askNode, type Question, Questions } from "./two-doors";

export type EraKind = "E25" | "E26";

/** What the row of a call says, as far as tests compare it. */
export type Row = {
  era: EraKind;
  outcome: string;
  decision: string;
  reason: string | null;
  code: string | null;
  tool: string | null;
  attempts: number;
};

/** What a raw server answers to tools/call. */
export type Mood = "error" | "garbage" | "silence";

export class CallScene {
  mood: Mood = "error";

  constructor(
    readonly node: NodeDoor,
    readonly upstream: FakeUpstream,
    readonly raw: FakeUpstream,
    readonly corridor: Corridor,
    readonly say: Questions,
  ) {}

  get serverId(): string {
    return this.corridor.servers[0]?.id ?? "";
  }

  /** Changes the server's row, as an administrator would. */
  async setServer(data: { url?: string; authMethod?: string }): Promise<void> {
    await db().mcpServer.update({ where: { id: this.serverId }, data });
    await bus().settled();
  }

  async mend(): Promise<void> {
    await closeAllSessions();
    await this.setServer({ url: this.upstream.url, authMethod: "none" });
    await setFilters(this.corridor.endpoint.id, null, null);
  }

  question(era: EraKind, name: unknown, args: object = {}): Question {
    const params = { name, arguments: args };
    return era === "E25"
      ? this.say.legacy("tools/call", params)
      : this.say.modern("tools/call", params);
  }

  async record() {
    const endpointId = this.corridor.endpoint.id;
    const orderBy = { startedAt: "asc" } as const;
    const where = { endpointId, method: "tools/call" };
    const starts = await db().activityStart.findMany({ where, orderBy });
    const logs = await db().activityLog.findMany({ where, orderBy });
    return { starts, logs };
  }

  /** What came since, once there is an outcome. */
  async settled(before: Awaited<ReturnType<CallScene["record"]>>) {
    const old = new Set(before.logs.map(({ id }) => id));
    await expect.poll(async () => (await this.record()).logs.length).toBeGreaterThan(old.size);
    await attempts().flush();
    const { starts, logs } = await this.record();
    return {
      starts: starts.slice(before.starts.length),
      logs: logs.filter(({ id }) => !old.has(id)).map(toRow),
    };
  }

  async close(): Promise<void> {
    await closeAllSessions();
    await this.upstream.close();
    await this.raw.close();
    await this.node.close();
  }
}

type Logged = Awaited<ReturnType<CallScene["record"]>>["logs"][number];

function toRow({ era, outcome, decision, ...row }: Logged): Row {
  const { decisionReason: reason, errorCode: code, toolName: tool, attempts } = row;
  return { era: era === "E26" ? "E26" : "E25", outcome, decision, reason, code, tool, attempts };
}

export async function openCallScene(): Promise<CallScene> {
  const node = await startNodeDoor();
  const upstream = await startFakeUpstream({ era: "both" });
  const corridor = await openCorridor([upstream]);
  const say = new Questions(corridor);
  await say.begin((question) => askNode(node, corridor.endpoint.slug, question));
  const raw = await startMoody(() => scene.mood);
  await allowEgress(raw.hostPort);
  const scene = new CallScene(node, upstream, raw, corridor, say);
  return scene;
}

const initialized =
  '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"x","version":"1"}}';

function startMoody(mood: () => Mood): Promise<FakeUpstream> {
  return startRawUpstream((recorded, response) => {
    const { method, rpcMethod } = recorded;
    if (method !== "POST" || !rpcMethod || rpcMethod.startsWith("notifications/"))
      return void response.writeHead(method === "POST" ? 202 : 405).end();
    const id = idOf(recorded);
    const json = { "content-type": "application/json" };
    if (rpcMethod === "initialize")
      return void response
        .writeHead(200, json)
        .end(`{"jsonrpc":"2.0","id":${id},"result":${initialized}}`);
    if (mood() === "silence") return;
    const error = `{"jsonrpc":"2.0","id":${id},"error":{"code":-32050,"message":"No."}}`;
    response.writeHead(200, json).end(mood() === "error" ? error : good("424242"));
  });
}
