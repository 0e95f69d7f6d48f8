// In: the parameters of an authorization or token request. Out: those the provider gets. Promises that unknown scopes and
// parameters of OpenID Connect do no harm, and that a request without scope works.
import { normaliseResource } from "@/server/oauth/addresses";
import { scopes } from "@/server/oauth/registration";

// `request`, `request_uri` and `registration` stay, so that they are refused by name.
const kept = [
  "response_type",
  "client_id",
  "redirect_uri",
  "state",
  "code_challenge",
  "code_challenge_method",
  "request",
  "request_uri",
  "registration",
];

/** For GET /oauth/authorize. Doubled parameters stay doubled: the provider refuses them. */
export function authorizeParams(given: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of kept) for (const value of given.getAll(name)) params.append(name, value);
  for (const value of resources(given)) params.append("resource", value);
  params.set("scope", knownScopes(given.getAll("scope").join(" ")));
  // Every request is asked about anyway; saying so keeps offline_access.
  params.set("prompt", given.getAll("prompt").some(asksNothing) ? "none" : "consent");
  const mode = given.get("response_mode");
  if (mode !== null) params.set("response_mode", mode === "query" ? mode : "unsupported");
  return params;
}

/** For POST /oauth/token: the resource alone, as wider scopes must be refused there. */
export function tokenParams(given: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(given);
  params.delete("resource");
  for (const value of resources(given)) params.append("resource", value);
  return params;
}

function resources(given: URLSearchParams): Set<string> {
  return new Set(given.getAll("resource").filter(Boolean).map(normaliseResource));
}

function knownScopes(asked: string): string {
  const wanted = new Set(asked.split(" "));
  const [first, ...others] = scopes;
  return [first, ...others.filter((scope) => wanted.has(scope))].join(" ");
}

function asksNothing(prompt: string): boolean {
  return prompt.split(" ").includes("none");
}
