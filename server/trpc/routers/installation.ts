import { listPeople } from "@/server/members/queries";
import { getInstallation } from "@/server/settings/installation";
import { installationProcedure, router } from "@/server/trpc/init";

export const installationRouter = router({
  get: installationProcedure.query(() => getInstallation()),
  people: installationProcedure.query(({ ctx }) => listPeople(ctx)),
});
