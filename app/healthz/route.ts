import { healthResponse, liveness } from "@/server/gateway/health";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return healthResponse(liveness());
}
