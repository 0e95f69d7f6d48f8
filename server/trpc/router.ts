import { router } from "@/server/trpc/init";
import { endpointsRouter } from "@/server/trpc/routers/endpoints";

export const appRouter = router({
  endpoints: endpointsRouter,
});

export type AppRouter = typeof appRouter;
