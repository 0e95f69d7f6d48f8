// In: a checked message with a token. Out: the same with the person, client and endpoint behind it. Promises that the
// token was given for exactly this endpoint (RFC 8707) and is alive now; everything else is one and the same 401.
import { type EndpointSnapshot, findEndpointSnapshot } from "@/server/endpoints/snapshot";
import { invalidToken } from "@/server/gateway/bearer";
import { Refusal } from "@/server/gateway/refusal";
import type { Spoken } from "@/server/gateway/rpc";
import { findPrincipal, type Principal } from "@/server/grants/principal";
import { touchGrant } from "@/server/grants/touch";

export type Authenticated = Spoken & { principal: Principal; snapshot: EndpointSnapshot };

/** Third room. Throws `Refusal` 401, or 404 to whoever holds a token, when the endpoint is no more. */
export async function authenticate(spoken: Spoken): Promise<Authenticated> {
  const [principal, snapshot] = await Promise.all([
    findPrincipal(spoken.token),
    findEndpointSnapshot(spoken.slug),
  ]);
  if (!principal) throw invalidToken(spoken.slug);
  if (!snapshot) throw new Refusal(404, -32600, "There is no such endpoint.", { id: undefined });
  if (principal.endpointId !== snapshot.endpoint.id) throw invalidToken(spoken.slug);
  touchGrant(principal.grantId, new Date());
  return { ...spoken, principal, snapshot };
}
