// In: a routed request. Out: the same, permitted. Promises that the person's role allows the endpoint at this moment and
// that the endpoint is on; a refusal is 403 without insufficient_scope, which would send clients to authorize for ever. A
// refused call has its row, which names the missing rule.
import { missingLine } from "@/server/access/explain";
import type { EndpointSnapshot } from "@/server/endpoints/snapshot";
import { recordBarred } from "@/server/gateway/deny";
import { requirePace } from "@/server/gateway/pace";
import { Refusal } from "@/server/gateway/refusal";
import type { Action, CallAction, Routed } from "@/server/gateway/route";
import type { Principal } from "@/server/grants/principal";

export type Authorized<A extends Action = Action> = Routed<A> & { readonly permitted: true };

/** Sixth room. Throws `Refusal` 403, or 429 for who goes on calling; AppError `unavailable` when it cannot be recorded. */
export async function authorize(routed: Routed): Promise<Authorized> {
  if (mayConnect(routed.principal, routed.snapshot)) return { ...routed, permitted: true };
  const { action } = routed;
  if (action.kind === "call") await record({ ...routed, action });
  throw new Refusal(403, -32600, sentenceFor(routed.snapshot), { id: undefined });
}

async function record(routed: Routed<CallAction>): Promise<void> {
  const { principal, snapshot } = routed;
  requirePace(principal.paceKey);
  const { name, disabledAt } = snapshot.endpoint;
  if (disabledAt) return recordBarred(routed, "endpoint_off", "The endpoint is switched off.");
  const missing = missingLine(principal.rights, "endpoint.connect", name);
  return recordBarred(routed, "not_permitted", missing);
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
