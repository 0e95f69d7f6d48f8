import { healthResponse, readiness } from "@/server/gateway/health";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  return healthResponse(await readiness());
}
