// In: a GET of an export of calls. Out: the file, streamed. Promises the decisions of `activity.list`, and for what calls
// sent and received those of `activity.get`.
import type { Ctx } from "@/server/access/access";
import { exportCalls } from "@/server/activity/export";
import { ExportCalls } from "@/server/activity/export-words";
import type { Limit } from "@/server/infra/rate-limit";
import { requireMembership } from "@/server/projects/membership";
import { serveExport } from "@/server/trpc/export-door";

const limit: Limit = { name: "activity.export", points: 12, seconds: 60 };

/** The calls of the project with this slug. Never throws. */
export function exportActivity(request: Request, project: string): Promise<Response> {
  return serveExport<Ctx, ExportCalls>(request, {
    limit,
    page: "activity",
    fileName: `activity-${project}`,
    decide: async ({ person: _, ...actor }) => {
      const { projectId, access } = await requireMembership(project, actor.userId, actor.now);
      access.require("activity.read");
      return { ...actor, projectId, access };
    },
    input: ExportCalls,
    open: (ctx, _exporter, input, decideAgain) => exportCalls(ctx, input, decideAgain),
  });
}
