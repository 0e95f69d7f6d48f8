import { completeSetup, getSetupState, hasPeople } from "@/server/auth/bootstrap";
import { CompleteSetup, SetupToken } from "@/server/auth/schema";
import { publicProcedure, router } from "@/server/trpc/init";

export const setupRouter = router({
  isDone: publicProcedure.query(() => hasPeople()),
  state: publicProcedure.input(SetupToken).query(({ input }) => getSetupState(input.token)),
  complete: publicProcedure
    .input(CompleteSetup)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
});
