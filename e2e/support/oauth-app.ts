// The OAuth side of an AI client: registers itself, sends the person to the browser, and waits at its own address.
import { randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

type Saved = { client?: unknown; tokens?: unknown; verifier?: string; state?: string };

/** What both SDKs ask of a client: their provider types agree but for names. */
export class OAuthApp {
  private readonly saved: Saved = {};
  private readonly server: http.Server;
  private returned: (url: URL) => void = () => {};
  authorizationUrl: URL | null = null;
  private readonly name: string;

  private constructor(name: string) {
    this.name = name;
    this.server = http.createServer((request, response) => {
      response.end("You may close this window.");
      this.returned(new URL(request.url ?? "/", this.redirectUrl));
    });
  }

  static async start(name: string): Promise<OAuthApp> {
    const app = new OAuthApp(name);
    await new Promise<void>((resolve) => app.server.listen(0, "127.0.0.1", resolve));
    return app;
  }

  get redirectUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/callback`;
  }

  get clientMetadata() {
    return {
      client_name: this.name,
      redirect_uris: [this.redirectUrl],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    };
  }

  state(): string {
    this.saved.state = randomBytes(16).toString("hex");
    return this.saved.state;
  }

  // The SDKs hand these over and ask for them back unchanged, so their shapes are theirs alone.
  clientInformation(): never {
    return this.saved.client as never;
  }
  saveClientInformation(client: unknown): void {
    this.saved.client = client;
  }
  tokens(): never {
    return this.saved.tokens as never;
  }
  saveTokens(tokens: unknown): void {
    this.saved.tokens = tokens;
  }
  saveCodeVerifier(verifier: string): void {
    this.saved.verifier = verifier;
  }
  codeVerifier(): string {
    return this.saved.verifier ?? "";
  }
  redirectToAuthorization(url: URL): void {
    this.authorizationUrl = url;
  }

  /** Resolves with the address the browser is sent back to. */
  waitForReturn(): Promise<URL> {
    return new Promise((resolve) => {
      this.returned = resolve;
    });
  }

  isOurState(url: URL): boolean {
    return url.searchParams.get("state") === this.saved.state;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
