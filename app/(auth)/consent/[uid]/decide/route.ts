import { findPersonByCookie } from "@/server/auth/session";
import { serveDecision } from "@/server/oauth/serve-decision";

type Context = { params: Promise<{ uid: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const person = await findPersonByCookie(request.headers.get("cookie"));
  return serveDecision(request, (await params).uid, person);
}
