// In: a routed request. Out: the same, permitted. Promises that the person's role allows the endpoint at this moment and
// that the endpoint is on; a refusal is 403 without insufficient_scope, which would send clients to authorize for ever. A
// refused message has its row, which names the missing rule.
import { missingLine } from "@/server/access/explain";
import type { EndpointSnapshot } from "@/server/endpoints/snapshot";
import { type Barred, recordBarred } from "@/server/gateway/deny";
import { requirePace } from "@/server/gateway/pace";
import { recordMessage } from "@/server/gateway/record-message";
import { Refusal } from "@/server/gateway/refusal";
import type { Action, Routed } from "@/server/gateway/route";
import type { Principal } from "@/server/grants/principal";

export type Authorized<A extends Action = Action> = Routed<A> & { readonly permitted: true };

/** Sixth room. Throws `Refusal` 403, or 429 for who goes on calling; AppError `unavailable` when it cannot be recorded. */
export async function authorize(routed: Routed): Promise<Authorized> {
  if (mayConnect(routed.principal, routed.snapshot)) return { ...routed, permitted: true };
  requirePace(routed.principal.paceKey);
  await record(routed, barOf(routed));
  throw new Refusal(403, -32600, sentenceFor(routed.snapshot), { id: undefined, recorded: true });
}

type Bar = { reason: Barred; message: string };

function barOf({ principal, snapshot }: Routed): Bar {
  const { name, disabledAt } = snapshot.endpoint;
  if (disabledAt) return { reason: "endpoint_off", message: "The endpoint is switched off." };
  const message = missingLine(principal.rights, "endpoint.connect", name);
  return { reason: "not_permitted", message };
}

function record(routed: Routed, { reason, message }: Bar): Promise<void> {
  const { action } = routed;
  if (action.kind === "call") return recordBarred({ ...routed, action }, reason, message);
  return recordMessage({ ...routed, action }, { decisionReason: reason, errorMessage: message });
}

/** Whether this person may use this endpoint now; asked again while a stream is open. */
export function mayConnect(principal: Principal, { endpoint }: EndpointSnapshot): boolean {
  if (endpoint.disabledAt || principal.projectId !== endpoint.projectId) return false;
  return principal.rights.allows("endpoint.connect", endpoint.name);
}

function sentenceFor({ endpoint }: EndpointSnapshot): string {
  return endpoint.disabledAt
    ? `The endpoint “${endpoint.name}” is switched off. Ask an administrator of its project.`
    : `Your role does not allow you to connect to “${endpoint.name}”. Ask an administrator of its project.`;
}
