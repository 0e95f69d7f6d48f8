import { getCall } from "@/server/activity/call";
import { listFacets } from "@/server/activity/facets";
import { histogramOf } from "@/server/activity/histogram";
import { getOverview } from "@/server/activity/overview";
import { listCalls } from "@/server/activity/queries";
import { listRelated } from "@/server/activity/related";
import { CallFilter, CallRef, ListCalls, ListRelated, UsageOf } from "@/server/activity/schema";
import { endpointTraffic } from "@/server/activity/traffic";
import { usageOf } from "@/server/activity/usage";
import { projectProcedure, router } from "@/server/trpc/init";

export const activityRouter = router({
  list: projectProcedure("activity.read")
    .input(ListCalls)
    .query(({ ctx, input }) => listCalls(ctx, input)),
  get: projectProcedure("activity.read")
    .input(CallRef)
    .query(({ ctx, input }) => getCall(ctx, input)),
  related: projectProcedure("activity.read")
    .input(ListRelated)
    .query(({ ctx, input }) => listRelated(ctx, input)),
  histogram: projectProcedure("activity.read")
    .input(CallFilter)
    .query(({ ctx, input }) => histogramOf(ctx, input)),
  facets: projectProcedure("activity.read")
    .input(CallFilter)
    .query(({ ctx, input }) => listFacets(ctx, input)),
  usage: projectProcedure("activity.read")
    .input(UsageOf)
    .query(({ ctx, input }) => usageOf(ctx, input)),
  traffic: projectProcedure("activity.read").query(({ ctx }) => endpointTraffic(ctx)),
  overview: projectProcedure("project.read").query(({ ctx }) => getOverview(ctx)),
});
