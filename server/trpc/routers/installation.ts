import { getRecordStatus } from "@/server/activity/proof/status";
import { addAdministrator, listAllProjects } from "@/server/projects/installation";
import { AddAdministrator } from "@/server/projects/schema";
import { getEncryption } from "@/server/settings/encryption";
import { getInstallation } from "@/server/settings/installation";
import { installationProcedure, router } from "@/server/trpc/init";

export const installationRouter = router({
  get: installationProcedure.query(() => getInstallation()),
  record: installationProcedure.query(() => getRecordStatus()),
  encryption: installationProcedure.query(() => getEncryption()),
  projects: installationProcedure.query(({ ctx }) => listAllProjects(ctx)),
  addAdministrator: installationProcedure
    .input(AddAdministrator)
    .mutation(({ ctx, input }) => addAdministrator(ctx, input)),
});
