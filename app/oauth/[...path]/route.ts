import { serveOAuth } from "@/server/oauth/serve";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return serveOAuth(request);
}

export { GET as DELETE, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
