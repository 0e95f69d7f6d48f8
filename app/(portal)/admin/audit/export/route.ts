import { exportAudit } from "@/server/trpc/audit-export";

export function GET(request: Request): Promise<Response> {
  return exportAudit(request, null);
}
