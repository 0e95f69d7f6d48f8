// In: a GET of the checkpoints of the record. Out: the file, streamed, for administrators of the installation.
import { ExportCheckpoints, exportCheckpoints } from "@/server/activity/proof/export";
import { AppError } from "@/server/core/errors";
import type { Limit } from "@/server/infra/rate-limit";
import { serveExport } from "@/server/trpc/export-door";

const limit: Limit = { name: "checkpoints.export", points: 12, seconds: 60 };

/** Never throws. */
export function serveCheckpoints(request: Request): Promise<Response> {
  return serveExport(request, {
    limit,
    page: "admin",
    fileName: "checkpoints",
    decide: async ({ person }) => {
      if (!person.instanceAdmin)
        throw new AppError("forbidden", "This is for administrators of the installation.");
    },
    input: ExportCheckpoints,
    open: (_, author, _input, decideAgain) => exportCheckpoints(author, decideAgain),
  });
}
