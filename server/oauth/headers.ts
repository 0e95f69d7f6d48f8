// In: nothing. Out: headers of the authorization server's answers. Promises that nothing is stored, framed or leaked by
// Referer, and that other origins never get credentials (security: T18, T26).

export const openToAll = {
  "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff",
} as const;

export const neverStored = {
  "cache-control": "no-store",
  pragma: "no-cache",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

export function preflight(methods: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...openToAll,
      "access-control-allow-methods": methods,
      "access-control-allow-headers": "authorization, content-type, mcp-protocol-version",
      "access-control-max-age": "3600",
    },
  });
}
