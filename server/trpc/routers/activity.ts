import { getCall } from "@/server/activity/call";
import { getOverview } from "@/server/activity/overview";
import { listCalls } from "@/server/activity/queries";
import { CallRef, ListCalls } from "@/server/activity/schema";
import { endpointTraffic } from "@/server/activity/traffic";
import { projectProcedure, router } from "@/server/trpc/init";

export const activityRouter = router({
  list: projectProcedure("activity.read")
    .input(ListCalls)
    .query(({ ctx, input }) => listCalls(ctx, input)),
  get: projectProcedure("activity.read")
    .input(CallRef)
    .query(({ ctx, input }) => getCall(ctx, input)),
  traffic: projectProcedure("activity.read").query(({ ctx }) => endpointTraffic(ctx)),
  overview: projectProcedure("project.read").query(({ ctx }) => getOverview(ctx)),
});
