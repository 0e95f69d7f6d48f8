import { clientIp } from "@/server/infra/client-ip";
import { serveOAuth } from "@/server/oauth/serve";

export const dynamic = "force-dynamic";

function serve(request: Request): Promise<Response> {
  return serveOAuth(request, clientIp(request.headers));
}

export {
  serve as DELETE,
  serve as GET,
  serve as OPTIONS,
  serve as PATCH,
  serve as POST,
  serve as PUT,
};
