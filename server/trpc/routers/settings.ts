import { allowEgress, removeEgress } from "@/server/settings/mutations";
import { listEgress } from "@/server/settings/queries";
import { AllowEgress, EgressId } from "@/server/settings/schema";
import { installationProcedure, router } from "@/server/trpc/init";

export const settingsRouter = router({
  egress: installationProcedure.query(({ ctx }) => listEgress(ctx)),
  allowEgress: installationProcedure
    .input(AllowEgress)
    .mutation(({ ctx, input }) => allowEgress(ctx, input)),
  removeEgress: installationProcedure
    .input(EgressId)
    .mutation(({ ctx, input }) => removeEgress(ctx, input)),
});
