import { exportAudit } from "@/server/trpc/audit-export";

type Context = { params: Promise<{ project: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return exportAudit(request, (await params).project);
}
