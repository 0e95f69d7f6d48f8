// In: PUBLIC_URL. Out: the three metadata documents. Promises to say exactly what is switched on, and that `issuer` is the
// same in all of them, byte for byte (RFC 8414, RFC 9207, RFC 9728).

import { endpointAddress } from "@/server/endpoints/queries";
import { env } from "@/server/infra/env";
import { machineGrant } from "@/server/oauth/client-credentials";
import { signingAlgorithm } from "@/server/oauth/keys";
import { authMethods, grantTypes, scopes } from "@/server/oauth/registration";

/** RFC 8414 §2, with the members OpenID Connect Discovery demands of a client that looks there. */
export function serverMetadata(): Record<string, unknown> {
  const issuer = env().publicUrl;
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    registration_endpoint: `${issuer}/oauth/register`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    jwks_uri: `${issuer}/oauth/jwks`,
    scopes_supported: [...scopes],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: [...grantTypes, machineGrant],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: [...authMethods],
    token_endpoint_auth_signing_alg_values_supported: ["ES256", "RS256", "PS256", "EdDSA"],
    revocation_endpoint_auth_methods_supported: [...authMethods],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [signingAlgorithm],
  };
}

/** RFC 9728 §2, the same for every well-formed slug: it must not tell which endpoints exist. */
export function resourceMetadata(slug: string): Record<string, unknown> {
  return {
    resource: endpointAddress(slug),
    authorization_servers: [env().publicUrl],
    scopes_supported: [scopes[0]],
    bearer_methods_supported: ["header"],
    resource_name: "Gatehouse endpoint",
  };
}
