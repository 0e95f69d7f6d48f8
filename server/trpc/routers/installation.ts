import { getRecordStatus } from "@/server/activity/proof/status";
import { addAdministrator, listAllProjects } from "@/server/projects/installation";
import { AddAdministrator } from "@/server/projects/schema";
import {
  holdKeptRecord,
  listKeptRecords,
  releaseKeptRecord,
  retainKeptRecord,
} from "@/server/retention/deleted-projects";
import { HoldOfRecord, PeriodOfRecord } from "@/server/retention/schema";
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
  records: installationProcedure.query(({ ctx }) => listKeptRecords(ctx)),
  retainRecord: installationProcedure
    .input(PeriodOfRecord)
    .mutation(({ ctx, input }) => retainKeptRecord(ctx, input)),
  holdRecord: installationProcedure
    .input(HoldOfRecord)
    .mutation(({ ctx, input }) => holdKeptRecord(ctx, input)),
  releaseRecord: installationProcedure
    .input(HoldOfRecord)
    .mutation(({ ctx, input }) => releaseKeptRecord(ctx, input)),
});
