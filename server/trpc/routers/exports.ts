import { z } from "zod";
import { exportProgress } from "@/server/audit/export-progress";
import { ExportId } from "@/server/audit/schema";
import { personProcedure, router } from "@/server/trpc/init";

export const exportsRouter = router({
  progress: personProcedure
    .input(z.object({ exportId: ExportId }))
    .query(({ ctx: { userId }, input }) => exportProgress({ userId, id: input.exportId })),
});
