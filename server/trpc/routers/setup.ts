import { completeSetup, getSetupState } from "@/server/auth/bootstrap";
import { signInMethods } from "@/server/auth/methods";
import { CompleteSetup, SetupToken } from "@/server/auth/schema";
import { publicProcedure, router } from "@/server/trpc/init";

export const setupRouter = router({
  signInMethods: publicProcedure.query(() => signInMethods()),
  state: publicProcedure.input(SetupToken).query(({ input }) => getSetupState(input.token)),
  complete: publicProcedure
    .input(CompleteSetup)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
});
