// One endpoint, somebody who may use it, and every kind of message they could send it, in both eras.
import { attempts } from "@/server/activity/attempts";
import type { Kind } from "@/server/gateway/methods";
import { db } from "@/server/infra/db";
import { addAccess, addEndpoint, type Corridor } from "./corridor";
import { envelope, LegacyClient, send } from "./corridor-client";

export type EraKind = "E25" | "E26";

/** One message as it goes out; a header given as null is left out. */
export type Said = {
  verb: string;
  body: string | null;
  headers: Record<string, string | null>;
};

type Spoken = { method: string; params?: object; isNotification?: true };

/** What is said of each kind; `bad` makes it one that the protocol does not allow. */
const spoken = {
  initialize: {
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {} },
  },
  discover: { method: "server/discover" },
  list: { method: "tools/list" },
  listen: { method: "subscriptions/listen", params: { notifications: {} } },
  ping: { method: "ping" },
  log_level: { method: "logging/setLevel", params: { level: "error" } },
  call: { method: "tools/call", params: { name: "echo", arguments: { text: "hi" } } },
  unknown: { method: "prompts/list" },
  cancelled: { method: "notifications/cancelled", params: { requestId: 9 }, isNotification: true },
  notice: { method: "notifications/initialized", isNotification: true },
  stream: "GET",
  end: "DELETE",
} as const satisfies Record<Kind, Spoken | "GET" | "DELETE">;

/** Params that are refused, for the kinds that read any. */
export const badParams: Partial<Record<Kind, object>> = {
  initialize: {},
  list: { cursor: "x" },
  listen: {},
  log_level: { level: "loud" },
  call: { arguments: {} },
};

/** The message of this kind, in this era, from the holder of this session. */
export function messageOf(kind: Kind, era: EraKind, session: string | null, params?: object): Said {
  const one: Spoken | "GET" | "DELETE" = spoken[kind];
  const own = kind === "initialize" ? null : session;
  if (one === "GET" || one === "DELETE") {
    const headers = { "mcp-session-id": own, accept: "text/event-stream", "content-type": null };
    return { verb: one, body: null, headers };
  }
  const given = params ?? one.params;
  const id = one.isNotification ? {} : { id: 1 };
  const modern = era === "E26" && !one.isNotification;
  const sent = modern ? { ...given, _meta: envelope } : given;
  const body = JSON.stringify({ jsonrpc: "2.0", ...id, method: one.method, params: sent });
  return { verb: "POST", body, headers: headersOf(one, era, own, given) };
}

function headersOf(one: Spoken, era: EraKind, session: string | null, params?: object) {
  if (era === "E25") return { "mcp-session-id": session };
  const name = params && "name" in params ? { "mcp-name": String(params.name) } : {};
  return { "mcp-protocol-version": "2026-07-28", "mcp-method": one.method, ...name };
}

/** What a row says, as far as tests compare it. */
export type Seen = {
  method: string;
  outcome: string;
  reason: string | null;
  code: string | null;
  attempts: number;
  person: string | null;
};

export class MessageScene {
  private constructor(
    readonly corridor: Corridor,
    readonly session: string,
  ) {}

  static async open(corridor: Corridor): Promise<MessageScene> {
    return new MessageScene(corridor, (await LegacyClient.connect(corridor)).session);
  }

  /** Somebody else with a role here, who has begun a session. */
  async other(role: string): Promise<MessageScene> {
    const { projectId, endpoint } = this.corridor;
    const access = await addAccess({ projectId, endpointId: endpoint.id, role });
    return MessageScene.open({ ...this.corridor, ...access });
  }

  /** A token of the same project for another endpoint. */
  async tokenElsewhere(): Promise<string> {
    const { projectId } = this.corridor;
    const { id } = await addEndpoint(projectId);
    return (await addAccess({ projectId, endpointId: id, role: "admin" })).token;
  }

  /** Sends it, hears the status, and hangs up. */
  async say({ verb, body, headers }: Said): Promise<number> {
    const all = { "x-forwarded-for": "192.0.2.7", ...headers };
    const response = await send(this.corridor, body, all, { method: verb });
    await response.body?.cancel();
    return response.status;
  }

  /** The rows that `work` leaves of the endpoint, what was counted included. */
  async rowsOf(work: () => Promise<unknown>): Promise<Seen[]> {
    const before = await this.ids();
    await work();
    await attempts().flush();
    const all = await db().activityLog.findMany({
      where: { endpointId: this.corridor.endpoint.id, id: { notIn: before } },
      orderBy: { startedAt: "asc" },
    });
    return all.map(({ method, outcome, decisionReason, errorCode, attempts, userName }) => ({
      ...{ method, outcome, reason: decisionReason, code: errorCode, attempts, person: userName },
    }));
  }

  private async ids(): Promise<string[]> {
    await attempts().flush();
    const where = { endpointId: this.corridor.endpoint.id };
    const rows = await db().activityLog.findMany({ where, select: { id: true } });
    return rows.map(({ id }) => id);
  }
}
