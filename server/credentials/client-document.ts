import { env } from "@/server/infra/env";
import { clientDocument } from "@/server/upstream/oauth/client-metadata";

/** Who we are, for authorization servers that read such documents; 404 where nobody else could fetch it. */
export function serveClientDocument(): Response {
  const headers = { "cache-control": "no-store", "referrer-policy": "no-referrer" };
  const document = clientDocument(env().publicUrl);
  if (document) return Response.json(document, { headers });
  return Response.json({ error: "not_found" }, { status: 404, headers });
}
