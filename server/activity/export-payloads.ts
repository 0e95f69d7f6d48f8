import type { CallRow } from "@/server/activity/rows";
import { askRecord } from "@/server/activity/search-query";

type Payload = { body: string; bytes: number; cut: boolean };

/** What was sent and answered; a side without a body is null. */
export type Payloads = { request: Payload | null; response: Payload | null };

type PayloadRow = Payload & { callId: string; side: string };

// With a limit the bodies are looked up call by call; a join may be planned as reading those of every call there is.
const text = `SELECT p.* FROM unnest($1::timestamptz[], $2::uuid[]) w(at, id) CROSS JOIN LATERAL
  (SELECT "callId", "side", "body", "bytes", "cut" FROM "ActivityPayload"
   WHERE "projectId" = $3 AND "startedAt" = w.at AND "callId" = w.id LIMIT 2) p`;

/** The bodies of these calls of a project, by their ids; the caller has decided that they may be read. */
export async function readPayloads(
  projectId: string,
  calls: readonly CallRow[],
): Promise<Map<string, Payloads>> {
  const values = [calls.map(({ at }) => at), calls.map(({ id }) => id), projectId];
  const all = new Map(
    calls.map(({ id }): [string, Payloads] => [id, { request: null, response: null }]),
  );
  for (const { callId, side, ...payload } of await askRecord<PayloadRow>({ text, values })) {
    const call = all.get(callId);
    if (call && (side === "request" || side === "response")) call[side] = payload;
  }
  return all;
}
