import { serveWellKnown } from "@/server/oauth/well-known";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  return serveWellKnown(request);
}

export { GET as DELETE, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
