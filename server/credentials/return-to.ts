import type { ReturnTo } from "@/server/credentials/schema";

// Where a person goes on after signing in at a service. Built here from words that a schema has checked, so that no
// address somebody wrote is ever followed (security: T25).

/** The path of one of our pages. */
export function pathOf(returnTo: ReturnTo): string {
  if (returnTo.page === "connections") return "/connections";
  if (returnTo.page === "consent") return `/consent/${returnTo.uid}`;
  return `/projects/${returnTo.project}/servers/${returnTo.server}/credentials`;
}

/** The same page, told which sign-in the person comes from. */
export function withAttempt(path: string, attemptId: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}attempt=${attemptId}`;
}
