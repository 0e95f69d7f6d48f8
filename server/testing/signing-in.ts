// A person's browser at an authorization server of another service: keeps cookies, follows redirects, fills its form.

export type Decision = { account?: string; decision?: "allow" | "deny" };

/** Opens the address, signs in, decides, and returns the address of ours where the browser ends up. */
export async function signInAt(
  authorizationUrl: string,
  redirectUri: string,
  { account = "ana", decision = "allow" }: Decision = {},
): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = new URL(authorizationUrl);
  let body: URLSearchParams | null = null;
  for (let step = 0; step < 10; step++) {
    const response: Response = await fetch(next, {
      method: body ? "POST" : "GET",
      body,
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const location = response.headers.get("location");
    body = null;
    if (location) next = new URL(location, next);
    else if (response.ok) body = new URLSearchParams({ account, decision });
    else throw new Error(`the service answered ${response.status}: ${await response.text()}`);
    if (next.href.startsWith(redirectUri)) return next;
  }
  throw new Error("the service does not come to an end");
}

function keep(cookies: Map<string, string>, line: string): void {
  const [name = "", value = ""] = line.split(";")[0]?.split("=") ?? [];
  if (value === "") cookies.delete(name);
  else cookies.set(name, value);
}
