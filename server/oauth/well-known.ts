// In: requests under /.well-known. Out: metadata. Promises the same answer to everyone, readable from any origin.
import { openToAll, preflight } from "@/server/oauth/headers";
import { resourceMetadata, serverMetadata } from "@/server/oauth/metadata";

const server =
  /^\/\.well-known\/(oauth-authorization-server|openid-configuration)(\/mcp\/[a-z0-9-]{1,64})?\/?$/;
const resource = /^\/\.well-known\/oauth-protected-resource\/mcp\/([a-z0-9-]{1,64})$/;

/** RFC 8414 metadata (also with an endpoint's path inserted, as older clients ask) and RFC 9728 metadata; 404 otherwise. */
export function serveWellKnown(request: Request): Response {
  const found = documentAt(new URL(request.url).pathname);
  if (request.method === "OPTIONS") return preflight("GET");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return Response.json(
      { error: "method_not_allowed" },
      { status: 405, headers: { allow: "GET" } },
    );
  }
  const headers = { ...openToAll, "cache-control": "public, max-age=300" };
  if (!found) return Response.json({ error: "not_found" }, { status: 404, headers: openToAll });
  return Response.json(found, { headers });
}

function documentAt(path: string): Record<string, unknown> | null {
  if (server.test(path)) return serverMetadata();
  const slug = resource.exec(path)?.[1];
  return slug ? resourceMetadata(slug) : null;
}
