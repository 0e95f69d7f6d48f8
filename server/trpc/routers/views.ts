import { createView, deleteView, setViewFilter, updateView } from "@/server/activity/change-views";
import { CreateView, SetViewFilter, UpdateView, ViewRef } from "@/server/activity/schema";
import { listViews } from "@/server/activity/views";
import { projectProcedure, router } from "@/server/trpc/init";

// One's own list; for what others see too, the domain asks for more.
const own = projectProcedure("activity.read");

export const viewsRouter = router({
  list: own.query(({ ctx }) => listViews(ctx)),
  create: own.input(CreateView).mutation(({ ctx, input }) => createView(ctx, input)),
  update: own.input(UpdateView).mutation(({ ctx, input }) => updateView(ctx, input)),
  setFilter: own.input(SetViewFilter).mutation(({ ctx, input }) => setViewFilter(ctx, input)),
  delete: own.input(ViewRef).mutation(({ ctx, input }) => deleteView(ctx, input)),
});
