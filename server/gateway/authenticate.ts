// In: a checked message with a token. Out: the same with the person or service account, client and endpoint behind it.
// Promises that the token was given for exactly this endpoint (RFC 8707), or for a service account of its project, and is
// alive now; everything else is one and the same 401.
import { type EndpointSnapshot, findEndpointSnapshot } from "@/server/endpoints/snapshot";
import { invalidToken } from "@/server/gateway/bearer";
import type { Spoken } from "@/server/gateway/rpc";
import { findPrincipal, type Principal } from "@/server/grants/principal";
import { touchGrant } from "@/server/grants/touch";

export type Authenticated = Spoken & { principal: Principal; snapshot: EndpointSnapshot };

/** Third room. Throws `Refusal` 401. */
export async function authenticate(spoken: Spoken): Promise<Authenticated> {
  const [principal, snapshot] = await Promise.all([
    findPrincipal(spoken.token),
    findEndpointSnapshot(spoken.slug),
  ]);
  // Whether there is an endpoint at this address is not for a token of another one to learn (security: T09).
  if (!principal || !snapshot) throw invalidToken(spoken.slug);
  if (!isFor(principal, snapshot)) throw invalidToken(spoken.slug, "wrong_endpoint");
  touchGrant(principal, new Date());
  return { ...spoken, principal, snapshot };
}

function isFor({ endpointId, projectId }: Principal, { endpoint }: EndpointSnapshot): boolean {
  return endpointId === null ? projectId === endpoint.projectId : endpointId === endpoint.id;
}
