// In: a token request of a service account (RFC 6749 §4.4, RFC 8707). Out: an access token for one endpoint, or an error.
// Promises that nobody but a service account gets one, that it is for an endpoint its roles open, and that a secret is
// looked up by its SHA-256, which nobody can time.
import { newId, sha256 } from "@/server/core/ids";
import { touchGrant } from "@/server/grants/touch";
import { db } from "@/server/infra/db";
import { normaliseResource, slugOf } from "@/server/oauth/addresses";
import type { Passage } from "@/server/oauth/bridge";
import { type Credentials, presentedCredentials } from "@/server/oauth/client-secret";
import { scopes } from "@/server/oauth/registration";
import { findRights } from "@/server/roles/rights";
import { issueAccess } from "@/server/service-accounts/access-token";
import {
  findTokenHolder,
  isServiceToken,
  type TokenHolder,
} from "@/server/service-accounts/service-token";

export const machineGrant = "client_credentials";

type Caller = Pick<Passage, "headers" | "ip">;

/** Service accounts have a UUID, which no client of another kind has. */
const accountForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Answers `grant_type=client_credentials`. Throws when the database cannot be asked. */
export async function grantToMachine(caller: Caller, params: URLSearchParams): Promise<Response> {
  const once = ["grant_type", "client_id", "client_secret", "scope"];
  if (once.some((name) => params.getAll(name).length > 1))
    return refused("invalid_request", "Send each parameter once.");
  const given = presentedCredentials(caller.headers, params);
  if (given === "twice") return refused("invalid_request", "Send the client secret one way.");
  if (given === null) return unknownClient();
  if (!accountForm.test(given.id))
    return refused("unauthorized_client", "Only service accounts may use this grant.");
  const holder = await holderOf(given);
  if (!holder) return unknownClient();
  if ((params.get("scope") || scopes[0]) !== scopes[0])
    return refused("invalid_scope", `The only scope is ${scopes[0]}.`);
  return issue(caller, holder, params.getAll("resource"));
}

async function holderOf({ id, secret }: Credentials): Promise<TokenHolder | null> {
  if (!isServiceToken(secret)) return null;
  const holder = await findTokenHolder(sha256(secret));
  return holder?.accountId === id.toLowerCase() ? holder : null;
}

async function issue(
  { headers, ip }: Caller,
  holder: TokenHolder,
  resources: readonly string[],
): Promise<Response> {
  const endpoint = await endpointFor(holder, resources);
  if (!endpoint) {
    const text = "Name as resource the address of one endpoint that the service account may use.";
    return refused("invalid_target", text);
  }
  const now = new Date();
  const userAgent = headers.get("user-agent")?.slice(0, 400) || null;
  const issued = await issueAccess(
    { holder, endpoint },
    { requestId: newId(), ip, userAgent, now },
  );
  if (!issued) return unknownClient();
  touchGrant({ kind: "machine", grantId: holder.tokenId }, now);
  return Response.json({
    access_token: issued.token,
    token_type: "Bearer",
    expires_in: issued.seconds,
    scope: scopes[0],
  });
}

/** An endpoint of another project, one its roles do not open and one that is not there are the same answer. */
async function endpointFor(
  { projectId, roles }: TokenHolder,
  resources: readonly string[],
): Promise<{ id: string; name: string } | null> {
  const [resource, ...others] = new Set(resources.map(normaliseResource));
  const slug = resource && others.length === 0 ? slugOf(resource) : null;
  if (!slug) return null;
  const endpoint = await db().mcpEndpoint.findFirst({
    where: { slug, projectId },
    select: { id: true, name: true },
  });
  if (!endpoint) return null;
  const rights = await findRights(projectId, roles);
  return rights.allows("endpoint.connect", endpoint.name) ? endpoint : null;
}

function unknownClient(): Response {
  const body = { error: "invalid_client", error_description: "The client is not known." };
  const headers = { "www-authenticate": 'Basic realm="Gatehouse"' };
  return Response.json(body, { status: 401, headers });
}

function refused(error: string, text: string): Response {
  return Response.json({ error, error_description: text }, { status: 400 });
}
