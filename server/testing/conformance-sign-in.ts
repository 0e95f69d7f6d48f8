// Signing in to a server of the conformance suite with production's own steps; the browser is one GET, since the suite's
// authorization servers ask nobody.

import { beginAuthorization } from "@/server/upstream/oauth/authorize";
import type { BearerChallenge } from "@/server/upstream/oauth/challenge";
import { clientIdentity } from "@/server/upstream/oauth/client-metadata";
import { completeAuthorization } from "@/server/upstream/oauth/complete";
import { type Discovery, discoverAuthorization } from "@/server/upstream/oauth/discovery";
import { refreshTokens } from "@/server/upstream/oauth/refresh";
import type { RegisteredClient } from "@/server/upstream/oauth/registered-client";
import { enteredClient, registerClient } from "@/server/upstream/oauth/registration";
import { selectScopes } from "@/server/upstream/oauth/select-scopes";
import type { TokenSet } from "@/server/upstream/oauth/token-response";

/** As an installation with a public address would be known; the suite knows this document. */
const identity = {
  ...clientIdentity("http://localhost:3000"),
  documentUrl: "https://conformance-test.local/client-metadata.json",
};

export class SignIn {
  tokens: TokenSet | null = null;
  /** What the sign-ins asked for so far. */
  scopes: readonly string[] | null = null;
  /** Counts the tokens, so that sessions and sockets of one are not used with the next. */
  turn = 0;
  private found: Discovery | null = null;
  private client: RegisteredClient | null = null;
  private readonly kept: RegisteredClient[] = [];

  constructor(
    private readonly url: string,
    private readonly context: Readonly<Record<string, unknown>>,
  ) {}

  async run(challenge: BearerChallenge | null, earlier: readonly string[] | null): Promise<void> {
    const found = await discoverAuthorization(this.url, challenge);
    const { server, resource } = found;
    const client = await this.clientAt(found);
    const scopes = selectScopes({ challenge, supported: found.scopes, server, earlier });
    const { url, attempt } = beginAuthorization({ server, client, resource, scopes });
    const back = await followed(url);
    this.keep(await completeAuthorization(attempt, back.searchParams, new Date()));
    this.found = found;
    this.client = client;
    this.scopes = scopes;
  }

  /** Whether there are new tokens now. */
  async refresh(): Promise<boolean> {
    const { found, client, tokens } = this;
    if (!found || !client || !tokens?.refreshToken) return false;
    const answer = await refreshTokens({
      server: found.server,
      client,
      refreshToken: tokens.refreshToken,
      resource: found.resource,
      scopes: tokens.scopes,
      now: new Date(),
    });
    if (answer.kind === "failed") throw answer.error;
    if (answer.kind === "refreshed") this.keep(answer.tokens);
    return answer.kind === "refreshed";
  }

  private keep(tokens: TokenSet): void {
    this.tokens = tokens;
    this.turn++;
  }

  private async clientAt({ server }: Discovery): Promise<RegisteredClient> {
    const { client_id: clientId, client_secret: secret } = this.context;
    if (typeof clientId === "string" && this.kept.length === 0) {
      const clientSecret = typeof secret === "string" ? secret : null;
      this.kept.push(enteredClient(server, identity.redirectUri, { clientId, clientSecret }));
    }
    const input = { server, identity, kept: this.kept, now: new Date() };
    const registration = await registerClient(input);
    if (registration.kind === "manual")
      throw new Error(`A client must be entered by hand: ${registration.reason}.`);
    if (registration.fresh) this.kept.push(registration.client);
    return registration.client;
  }
}

/** Where the authorization server sends the browser. */
async function followed(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: "manual" });
  const location = response.headers.get("location");
  if (!location?.startsWith(identity.redirectUri))
    throw new Error(
      `The authorization server answered ${response.status}: ${await response.text()}`,
    );
  return new URL(location);
}
