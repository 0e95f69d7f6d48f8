// In: a routed request. Out: the same, permitted. Promises that the person's role allows the endpoint at this moment and
// that the endpoint is on; a refusal is 403 without insufficient_scope, which would send clients to authorize for ever.
import type { EndpointSnapshot } from "@/server/endpoints/snapshot";
import { Refusal } from "@/server/gateway/refusal";
import type { Action, Routed } from "@/server/gateway/route";
import type { Principal } from "@/server/grants/principal";

export type Authorized<A extends Action = Action> = Routed<A> & { readonly permitted: true };

/** Sixth room. Throws `Refusal` 403. */
export function authorize(routed: Routed): Authorized {
  if (!mayConnect(routed.principal, routed.snapshot))
    throw new Refusal(403, -32600, sentenceFor(routed.snapshot), { id: undefined });
  return { ...routed, permitted: true };
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
