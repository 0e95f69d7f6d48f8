/** Where somebody signs in to come back to a consent page, with the names the strip there shows. */
export function loginAddress(uid: string, client?: string, endpoint?: string | null): string {
  const query = new URLSearchParams({ next: `/consent/${uid}` });
  if (client) query.set("client", client);
  if (endpoint) query.set("endpoint", endpoint);
  return `/login?${query}`;
}
