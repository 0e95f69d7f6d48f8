import { serveCheckpoints } from "@/server/trpc/checkpoints-export";

export function GET(request: Request): Promise<Response> {
  return serveCheckpoints(request);
}
