// In: keys. Out: how the provider behaves. Promises code flow with PKCE S256 and resource indicators alone; everything
// else the provider can do is off.
import {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
} from "oidc-provider";
import { isGrantLive } from "@/server/grants/liveness";
import { endpointExists } from "@/server/grants/offers";
import { env } from "@/server/infra/env";
import { ArtefactAdapter, ForgetfulAdapter } from "@/server/oauth/adapter";
import { slugOf } from "@/server/oauth/addresses";
import { ClientAdapter } from "@/server/oauth/client-adapter";
import { renderProviderError } from "@/server/oauth/error-page";
import { purposeKey, signingAlgorithm } from "@/server/oauth/keys";
import { fetchClientDocument, mayFetchDocument } from "@/server/oauth/metadata-document";
import { authMethods, grantTypes, scopes } from "@/server/oauth/registration";

/** Seconds. The grant's own end cuts the first and the last short. */
const lifetime = { access: 15 * 60, code: 60, interaction: 60 * 60 };

const documentCache = { min: 60, max: 24 * 60 * 60 };

/** Names and behaviour of the two cookies a browser keeps while an authorization is under way. */
const cookies = {
  names: {
    session: "gatehouse.oauth",
    interaction: "gatehouse.interaction",
    resume: "gatehouse.resume",
  },
  long: { httpOnly: true, sameSite: "lax", signed: true },
  short: { httpOnly: true, sameSite: "lax", signed: true },
} as const;

const routes = {
  authorization: "/oauth/authorize",
  token: "/oauth/token",
  registration: "/oauth/register",
  revocation: "/oauth/revoke",
  jwks: "/oauth/jwks",
};

const clientDefaults = {
  grant_types: [...grantTypes],
  id_token_signed_response_alg: signingAlgorithm,
  response_types: ["code"],
  token_endpoint_auth_method: "none",
} as const;

/** Everything the provider needs to know, with the keys it signs with. */
export function configuration(jwks: { keys: Record<string, unknown>[] }): Configuration {
  return {
    jwks,
    adapter: adapterFor,
    cookies: { ...cookies, keys: [purposeKey("cookies").toString("base64url")] },
    routes,
    scopes: [...scopes],
    responseTypes: ["code"],
    clientAuthMethods: [...authMethods],
    clientDefaults,
    enabledJWA: {
      idTokenSigningAlgValues: [signingAlgorithm],
      clientAuthSigningAlgValues: ["ES256", "RS256", "PS256", "EdDSA"],
    },
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    features: features(),
    ...lifetimes(),
    findAccount,
    loadExistingGrant,
    interactions: {
      policy: alwaysAsk(),
      url: (_ctx, interaction) => `${env().publicUrl}/consent/${interaction.uid}`,
    },
    expiresWithSession: () => false,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken,
    revokeGrantPolicy: () => true,
    renderError: renderProviderError,
    fetch: fetchClientDocument,
  };
}

function adapterFor(kind: string) {
  if (kind === "Client") return new ClientAdapter();
  return kind === "Session" ? new ForgetfulAdapter() : new ArtefactAdapter(kind);
}

function features(): NonNullable<Configuration["features"]> {
  const off = { enabled: false };
  return {
    devInteractions: off,
    dPoP: off,
    pushedAuthorizationRequests: off,
    rpInitiatedLogout: off,
    userinfo: off,
    revocation: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
    },
    registration: { enabled: true, issueRegistrationAccessToken: false },
    clientIdMetadataDocument: {
      enabled: true,
      ack: "draft-02",
      allowFetch: (_ctx, clientId) => mayFetchDocument(clientId),
      cacheDuration: documentCache,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, _client, oneOf) => defaultResource(ctx, oneOf),
      useGrantedResource: () => true,
      getResourceServerInfo: async (ctx, resource) => {
        const given = ctx.oidc.params?.["resource"];
        const slug = slugOf(resource);
        const several = Array.isArray(given) && given.length > 1;
        if (several || !slug || !(await endpointExists(slug))) throw new errors.InvalidTarget();
        return { scope: scopes[0], audience: resource, accessTokenFormat: "opaque" };
      },
    },
  };
}

function lifetimes(): Pick<Configuration, "ttl"> {
  const left = (ctx: KoaContextWithOIDC) => Math.max(1, ctx.oidc.entities.Grant?.remainingTTL ?? 1);
  return {
    ttl: {
      AccessToken: (ctx) => Math.min(lifetime.access, left(ctx)),
      AuthorizationCode: lifetime.code,
      Grant: lifetime.access,
      IdToken: lifetime.access,
      Interaction: lifetime.interaction,
      RefreshToken: (ctx) => left(ctx),
      Session: lifetime.interaction,
    },
  };
}

/** One prompt that is pending until our page decided, so that no cookie of the provider outvotes the portal. */
function alwaysAsk() {
  const { Check, Prompt } = interactionPolicy;
  const undecided = (ctx: KoaContextWithOIDC) => !ctx.oidc.result?.consent?.grantId;
  const check = new Check("undecided", "the person must decide", "login_required", undecided);
  return [new Prompt({ name: "consent", requestable: true }, check)];
}

/** A missing `resource` is the endpoint chosen on the consent page (security: T10). */
function defaultResource(ctx: KoaContextWithOIDC, oneOf?: readonly string[]): string | string[] {
  if (oneOf) return oneOf.length === 1 && oneOf[0] ? oneOf[0] : [...oneOf];
  const chosen = ctx.oidc.result?.consent?.["resource"];
  return typeof chosen === "string" ? chosen : [];
}

async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const grantId = ctx.oidc.result?.consent?.grantId;
  return grantId ? ctx.oidc.provider.Grant.find(grantId) : undefined;
}

/** Unknown once the grant ended, or its person was disabled or lost the permission (security: T27). */
async function findAccount(
  ctx: KoaContextWithOIDC,
  sub: string,
  token?: { grantId?: string | undefined },
) {
  const grantId = token?.grantId ?? ctx.oidc.result?.consent?.grantId;
  if (!grantId || !(await isGrantLive(grantId, sub))) return undefined;
  return { accountId: sub, claims: async () => ({ sub }) };
}

/** Always; but a refresh for another resource is refused before it uses the token up (security: T08). */
function rotateRefreshToken(ctx: KoaContextWithOIDC): boolean {
  const asked = ctx.oidc.params?.["resource"];
  const granted = ctx.oidc.entities.RefreshToken?.resource;
  if (asked !== undefined && asked !== granted) throw new errors.InvalidTarget();
  return true;
}
