// In: our public address. Out: who we are to an authorization server: the Client ID Metadata Document we serve, and the
// same facts for a registration. Promises to depend on nothing else.

/** What RFC 7591 calls client metadata, as we use it. */
type ClientMetadata = {
  client_name: string;
  client_uri: string;
  redirect_uris: [string];
  grant_types: string[];
  response_types: ["code"];
  application_type: "web" | "native";
};

export type ClientIdentity = {
  /** Our client id at servers that read documents; null where they could not read ours. */
  documentUrl: string | null;
  redirectUri: string;
  metadata: ClientMetadata;
};

/** Where a person returns from signing in: the address to enter at services without registration. */
export function callbackUrl(publicUrl: string): string {
  return `${publicUrl}/connect/callback`;
}

export function clientIdentity(publicUrl: string): ClientIdentity {
  const { protocol, hostname } = new URL(publicUrl);
  const local = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  const redirectUri = callbackUrl(publicUrl);
  return {
    // Such a client id is an https URL, and somebody else must be able to fetch it.
    documentUrl: protocol === "https:" && !local ? `${publicUrl}/connect/client.json` : null,
    redirectUri,
    metadata: {
      client_name: "Gatehouse",
      client_uri: publicUrl,
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      application_type: local ? "native" : "web",
    },
  };
}

/** The document to serve at `documentUrl`; null where we cannot have one. */
export function clientDocument(publicUrl: string) {
  const { documentUrl, metadata } = clientIdentity(publicUrl);
  if (documentUrl === null) return null;
  return { client_id: documentUrl, ...metadata, token_endpoint_auth_method: "none" };
}
