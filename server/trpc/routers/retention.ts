import { holdRecord, releaseHold, updateRetention } from "@/server/retention/mutations";
import { getNotice, getRetention, previewRetention } from "@/server/retention/queries";
import { Hold, Period } from "@/server/retention/schema";
import { projectProcedure, router } from "@/server/trpc/init";

export const retentionRouter = router({
  get: projectProcedure("activity.read").query(({ ctx }) => getRetention(ctx)),
  notice: projectProcedure("activity.read").query(({ ctx }) => getNotice(ctx)),
  preview: projectProcedure("activity.retain")
    .input(Period)
    .query(({ ctx, input }) => previewRetention(ctx, input)),
  update: projectProcedure("activity.retain")
    .input(Period)
    .mutation(({ ctx, input }) => updateRetention(ctx, input)),
  hold: projectProcedure("activity.retain")
    .input(Hold)
    .mutation(({ ctx, input }) => holdRecord(ctx, input)),
  release: projectProcedure("activity.retain")
    .input(Hold)
    .mutation(({ ctx, input }) => releaseHold(ctx, input)),
});
