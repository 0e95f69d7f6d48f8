import { serveMcp } from "@/server/gateway/serve";

export const dynamic = "force-dynamic";
/** Seconds a hosting platform lets a call or a stream of changes last. */
export const maxDuration = 300;

type Route = { params: Promise<{ endpoint: string }> };

export async function POST(request: Request, { params }: Route): Promise<Response> {
  const { endpoint } = await params;
  return serveMcp(request, endpoint);
}

export { POST as DELETE, POST as GET, POST as HEAD, POST as OPTIONS, POST as PATCH, POST as PUT };
