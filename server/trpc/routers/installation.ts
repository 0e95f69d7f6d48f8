import { listPeople } from "@/server/members/queries";
import { getEncryption } from "@/server/settings/encryption";
import { getInstallation } from "@/server/settings/installation";
import { installationProcedure, router } from "@/server/trpc/init";

export const installationRouter = router({
  get: installationProcedure.query(() => getInstallation()),
  encryption: installationProcedure.query(() => getEncryption()),
  people: installationProcedure.query(({ ctx }) => listPeople(ctx)),
});
