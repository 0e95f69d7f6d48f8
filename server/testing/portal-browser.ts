// What a browser keeps between requests to the portal's sign-in.
import { handleAuth } from "@/server/auth/handle";

export const origin = "http://localhost:3000";

export class PortalBrowser {
  readonly cookies = new Map<string, string>();
  constructor(readonly ip: string) {}

  /** The Cookie header of its next request. */
  header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async send(path: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
    const request = new Request(new URL(path, origin), {
      method: form ? "POST" : "GET",
      headers: { cookie: this.header(), "x-forwarded-for": this.ip, origin, ...headers },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    const response = await handleAuth(request);
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** These fields with the anti-forgery token a page would send. */
  async form(fields: Record<string, string>): Promise<Record<string, string>> {
    const answer = await (await this.send("/api/auth/csrf")).json();
    return {
      csrfToken: String((answer as { csrfToken: unknown }).csrfToken),
      json: "true",
      ...fields,
    };
  }

  async signIn(email: string, password: string) {
    return this.send("/api/auth/callback/credentials", await this.form({ email, password }));
  }

  private keep(line: string): void {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    const value = pair.slice(at + 1);
    if (value === "") this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), value);
  }
}
