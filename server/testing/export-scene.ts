// A project with some calls, their export and their list, for tests of the export.
import type { Ctx } from "@/server/access/access";
import { type Call, type Outcome, recordOutcome, recordStart } from "@/server/activity/record";
import type { Redaction } from "@/server/activity/schema";
import { newId } from "@/server/core/ids";
import { createEndpoint } from "@/server/endpoints/mutations";
import { db } from "@/server/infra/db";
import { pool } from "@/server/infra/pg";
import { exportActivity } from "@/server/trpc/activity-export";
import { handleTrpc } from "@/server/trpc/handle";
import { makeRole } from "./factories";
import { type TestPerson, testPerson, testProject } from "./portal";
import { makeRoom } from "./record-room";

const origin = "http://localhost:3000";
export const linear = newId();

export const well: Outcome = {
  ...{ outcome: "ok", errorCode: null, errorMessage: null },
  ...{ durationMs: 12, upstreamMs: 10, responseBytes: 2 },
};

type Asked = { cookie?: string; project?: string; headers?: Record<string, string> };
type Line = Record<string, unknown> & { id: string };

/** Ana, who administers the project, and what was called in it. */
export class ExportScene {
  constructor(
    readonly ana: TestPerson,
    readonly ours: Ctx & { slug: string },
    readonly support: string,
  ) {}

  endpoint(name: string): Promise<string> {
    return makeEndpoint(this.ours, name);
  }

  callAt(ago: number, facts: Partial<Call> = {}): Call {
    const at = Date.now() - ago * 60_000;
    return {
      ...{ id: newId(at), startedAt: new Date(at), projectId: this.ours.projectId },
      ...{
        endpointId: this.support,
        endpointName: "Support",
        serverId: null,
        serverName: "github",
      },
      ...{ method: "tools/call", toolName: "search", upstreamTool: "search" },
      ...{
        userId: this.ana.userId,
        userName: "Ana Lima",
        clientId: "claude",
        clientName: "Claude",
      },
      ...{ grantId: newId(), sessionId: null, era: "2025", requestBytes: 2, requestId: `r-${ago}` },
      ...facts,
    };
  }

  async add(
    ago: number,
    facts: Partial<Call> = {},
    outcome: Partial<Outcome> = {},
    { request = "{}", response = "{}", redactions = null as Redaction[] | null } = {},
  ): Promise<void> {
    const started = await recordStart(this.callAt(ago, facts), request);
    await recordOutcome(started, { ...well, ...outcome }, response, redactions);
  }

  /** Further calls, one a second, long enough ago to come last. */
  async addMany(count: number): Promise<void> {
    await pool().query(
      `INSERT INTO "ActivityLog" (id, "startedAt", "projectId", "endpointId", "endpointName", method, era,
         "requestBytes", "requestId", writer, seq, decision, outcome, "durationMs", "responseBytes", "finishedAt")
       SELECT gen_random_uuid(), now() - interval '1 hour' - (n / 3) * interval '1 second', $1, $2, 'Support', 'ping',
         '2025', 2, 'r', $1, n, 'allowed', 'ok', 1, 2, now() FROM generate_series(1, $3) n`,
      [this.ours.projectId, this.support, count],
    );
  }

  ask(query: string, asked: Asked = {}): Promise<Response> {
    const { cookie = this.ana.cookie, project = this.ours.slug, headers } = asked;
    const url = `${origin}/export?${query}`;
    return exportActivity(new Request(url, { headers: { cookie, ...headers } }), project);
  }

  async lines(query: string, asked: Asked = {}): Promise<Line[]> {
    const response = await this.ask(`format=jsonl&${query}`, asked);
    if (!response.ok) throw new Error(`the export was refused: ${response.status}`);
    const text = await response.text();
    return text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** What the page's own query finds. */
  async listed(filter: object): Promise<string[]> {
    const input = JSON.stringify({ json: { project: this.ours.slug, limit: 100, ...filter } });
    const url = `${origin}/api/trpc/activity.list?${new URLSearchParams({ input })}`;
    const response = await handleTrpc(new Request(url, { headers: { cookie: this.ana.cookie } }));
    const { result } = (await response.json()) as {
      result: { data: { json: { items: { id: string }[] } } };
    };
    return result.data.json.items.map(({ id }) => id);
  }
}

/** Three calls of this month, one of another, and one that is still running. */
export async function openExportScene(): Promise<ExportScene> {
  const ana = await testPerson();
  const ours = await testProject(ana);
  const scene = new ExportScene(ana, ours, await makeEndpoint(ours, "Support"));
  await scene.add(1, { toolName: "create_issue", serverId: linear, serverName: "Linear" });
  await scene.add(2, {}, { outcome: "timed_out", errorCode: "timeout", durationMs: 30_000 });
  await scene.add(3, { clientName: "Cursor" }, {}, { request: '{"q":"needle"}' });
  await makeRoom(ours.projectId, 50);
  await scene.add(60 * 24 * 40, { toolName: "long_ago" });
  await recordStart(scene.callAt(0.2, { toolName: "still_running" }), "{}");
  return scene;
}

async function makeEndpoint(ctx: Ctx, name: string): Promise<string> {
  const input = { name, description: "", serverIds: [], toolIds: [] };
  const { slug } = await createEndpoint(ctx, input);
  return (await db().mcpEndpoint.findUniqueOrThrow({ where: { slug } })).id;
}

/** A role that sees every call and reads no payload. */
export function readerOf(projectId: string): Promise<string> {
  const permissions = ["activity.read", "endpoint.read"] as const;
  const rules = permissions.map((permission) => ({ permission, conditions: [] }));
  return makeRole(projectId, ...rules);
}
