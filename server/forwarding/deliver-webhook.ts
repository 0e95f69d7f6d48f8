// In: calls. Out: one signed delivery of Standard Webhooks 1.0.0.
import { createHash } from "node:crypto";
import { attributesOf, type Outbound, sentenceOf } from "@/server/forwarding/attributes";
import type { Destination } from "@/server/forwarding/destination";

/** One call, as text. */
export function toEvent(call: Outbound): string {
  const { row } = call;
  return JSON.stringify({
    id: row.id,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    summary: sentenceOf(call),
    attributes: attributesOf(call),
  });
}

/**
 * The body around calls that are written already. Nothing in it comes from the moment of sending: what is sent again is
 * the same, and has the same id.
 */
export function webhookBody(
  destination: Destination,
  calls: readonly string[],
  timestamp: Date,
): string {
  const { projectId, projectSlug, projectName } = destination;
  const project = { id: projectId, slug: projectSlug, name: projectName };
  const head = `{"type":"gatehouse.calls","timestamp":${JSON.stringify(timestamp)}`;
  return `${head},"data":{"project":${JSON.stringify(project)},"calls":[${calls.join()}]}}`;
}

/** A body that holds no call, for trying a destination. */
export function testBody(now: Date): string {
  const message = "A test event from Gatehouse. It stands for no call.";
  return JSON.stringify({ type: "gatehouse.test", timestamp: now, data: { message } });
}

/** Names a delivery by what it holds, so that a process that takes over sends it under the same id. */
export function deliveryId({ id }: Pick<Destination, "id">, body: string): string {
  const digest = createHash("sha256").update(id).update("\n").update(body).digest("base64url");
  return `msg_${digest.slice(0, 27)}`;
}
