// In: a GET of an export of the audit log. Out: the file, streamed. Promises the decisions of `audit.list`: the same
// person, membership and permission, and *not there* and *not yours* as the same answer.
import { exportEvents } from "@/server/audit/export";
import { ExportEvents } from "@/server/audit/schema";
import type { Scope } from "@/server/audit/where";
import { AppError } from "@/server/core/errors";
import type { Limit } from "@/server/infra/rate-limit";
import { requireMembership } from "@/server/projects/membership";
import { type ExportDoor, serveExport } from "@/server/trpc/export-door";

const limit: Limit = { name: "audit.export", points: 12, seconds: 60 };

type AuditDoor = ExportDoor<Scope, ExportEvents>;

/** The events of the project with this slug; null for those of the installation. Never throws. */
export function exportAudit(request: Request, project: string | null): Promise<Response> {
  return serveExport<Scope, ExportEvents>(request, {
    limit,
    page: "audit",
    fileName: `audit-${project ?? "installation"}`,
    decide: project === null ? requireInstallation : scopeIn(project),
    input: ExportEvents,
    open: exportEvents,
  });
}

function scopeIn(project: string): AuditDoor["decide"] {
  return async ({ userId, now }) => {
    const { access } = await requireMembership(project, userId, now);
    return access.where("audit.read");
  };
}

const requireInstallation: AuditDoor["decide"] = async ({ person }) => {
  if (person.instanceAdmin) return { projectId: null };
  throw new AppError("forbidden", "This is for administrators of the installation.");
};
