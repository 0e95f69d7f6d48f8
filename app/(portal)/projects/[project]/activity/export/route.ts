import { exportActivity } from "@/server/trpc/activity-export";

type Context = { params: Promise<{ project: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return exportActivity(request, (await params).project);
}
