// In: a page's path and its nonce. Out: its content security policy. Promises that no page runs a script we did not
// send, loads from elsewhere, or stands in a frame (security: T18, §4.9).

export function pagePolicy(pathname: string, nonce: string, development: boolean): string {
  // React needs eval to explain errors, and the reloader its socket, in development only.
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`;
  const parts = [
    "default-src 'self'",
    `script-src ${script}`,
    // Toasts and positioned popovers bring their own style elements and attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  // Consent ends in a redirect to the client, perhaps to `cursor://`, which form-action would stop.
  if (!pathname.startsWith("/consent/")) parts.push("form-action 'self'");
  return parts.join("; ");
}
