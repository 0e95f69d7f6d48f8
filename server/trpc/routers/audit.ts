import {
  installationChoices,
  listInstallationEvents,
  listProjectEvents,
  projectChoices,
} from "@/server/audit/queries";
import { ListEvents } from "@/server/audit/schema";
import { installationProcedure, projectProcedure, router } from "@/server/trpc/init";

const read = projectProcedure("audit.read");

export const auditRouter = router({
  list: read.input(ListEvents).query(({ ctx, input }) => listProjectEvents(ctx, input)),
  choices: read.query(({ ctx }) => projectChoices(ctx)),
  installation: installationProcedure
    .input(ListEvents)
    .query(({ ctx, input }) => listInstallationEvents(ctx, input)),
  installationChoices: installationProcedure.query(() => installationChoices()),
});
