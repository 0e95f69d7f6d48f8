// A project whose record is written by hand, and destinations for it.
import type { Ctx } from "@/server/access/access";
import { newId, newSlug } from "@/server/core/ids";
import { createDestination } from "@/server/forwarding/mutations";
import { CreateDestination } from "@/server/forwarding/schema";
import { tryDestination } from "@/server/forwarding/try-destination";
import { pool } from "@/server/infra/pg";
import { allowUpstream } from "@/server/testing/allow-upstream";
import { testPerson, testProject } from "@/server/testing/portal";
import { answerWithStatus, type Receiver, startReceiver } from "@/server/testing/receiver";

export type Scene = Awaited<ReturnType<typeof makeScene>>;

export async function makeScene() {
  return testProject(await testPerson());
}

type Draft = Partial<CreateDestination>;

/** From the beginning of what is kept, unless told; sent to the receiver, which is allowed. */
export async function addDestination(
  scene: Ctx,
  receiver: Pick<Receiver, "url" | "hostPort">,
  draft: Draft = {},
): Promise<{ id: string; secret: string | null }> {
  await allowUpstream(receiver);
  const facts = { name: `D ${newSlug()}`, kind: "otlp", url: receiver.url, from: "beginning" };
  const plain = { outcomes: "all", payloads: false, headers: [] };
  return createDestination(scene, CreateDestination.parse({ ...facts, ...plain, ...draft }));
}

/** One with secrets that are looked for afterwards; a receiver is sent them, and fails. */
export async function plantDestination(
  ctx: Ctx,
  plant: (what: string, secret?: string) => string,
): Promise<string> {
  const receiver = await startReceiver(answerWithStatus(500));
  const value = plant("forwarding header");
  const headers = [{ name: "X-Api-Key", value }];
  const { id, secret } = await addDestination(ctx, receiver, { kind: "webhook", headers });
  plant("signing secret", secret ?? "");
  await tryDestination(ctx, { destination: id });
  if (receiver.requests[0]?.headers["x-api-key"] !== value) throw new Error("nothing was sent");
  await receiver.close();
  return id;
}

type Calls = {
  count: number;
  writer?: string;
  /** The number of the first; every second one is used, as starts have numbers too. */
  from?: number;
  outcome?: string;
  /** What goes into the request and the response of each. */
  body?: string;
  startedAt?: Date;
};

const columns = `id, "startedAt", "finishedAt", "projectId", "endpointId", "endpointName", "serverName", method,
  "toolName", "upstreamTool", "userId", "userName", "clientId", "clientName", era, "requestBytes", "requestId", writer,
  seq, decision, outcome, "errorMessage", "durationMs", "responseBytes"`;

// Past the microsecond of another row, and never where there is no room: within the last second.
const insert = `WITH calls AS (
    INSERT INTO "ActivityLog" (${columns})
    SELECT gen_random_uuid(), $6::timestamptz - make_interval(secs => n / 1e6), $6::timestamptz, $1::uuid, $2::uuid, 'Support',
      'GitHub', 'tools/call', 'github__create_issue', 'create_issue', $2::uuid, 'Ana Lima', 'c', 'Claude', 'E26', 2,
      'r' || n, $3::uuid, $4::int + n * 2, 'allowed', $7, NULL, 12.5, 2
    FROM generate_series(0, $5::int - 1) n RETURNING id, "startedAt", seq
  ), bodies AS (
    INSERT INTO "ActivityPayload" ("projectId", "callId", "startedAt", side, body, bytes)
    SELECT $1::uuid, id, "startedAt", side, $8, length($8)
    FROM calls, unnest(ARRAY['request', 'response']) side WHERE $8::text IS NOT NULL
  ) SELECT id FROM calls ORDER BY seq`;

/** Calls of one writer, as the record holds them; their ids in the order of the chain. */
export async function addCalls(projectId: string, calls: Calls): Promise<string[]> {
  const { count, writer = newId(), from = 2, outcome = "ok", body = null } = calls;
  const startedAt = calls.startedAt ?? new Date();
  const values = [projectId, newId(), writer, from, count, startedAt, outcome, body];
  const { rows } = await pool().query<{ id: string }>(insert, values);
  return rows.map(({ id }) => id);
}
