import { serveCallback } from "@/server/credentials/callback";
import { createContext } from "@/server/trpc/context";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  return serveCallback(new URL(request.url).searchParams, await createContext(request.headers));
}

/** Without it a look at the address would count as the visit. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}
