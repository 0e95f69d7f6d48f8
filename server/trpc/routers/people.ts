import { createResetLink, openReset, resetPassword } from "@/server/auth/password-reset";
import { ResetPassword, ResetToken } from "@/server/auth/schema";
import { listPeople } from "@/server/members/people";
import {
  disablePerson,
  enablePerson,
  endPersonSessions,
  giveAdministration,
  takeAdministration,
} from "@/server/members/person-state";
import { PersonRef } from "@/server/members/schema";
import { installationProcedure, publicProcedure, router } from "@/server/trpc/init";

const about = installationProcedure.input(PersonRef);

export const peopleRouter = router({
  list: installationProcedure.query(({ ctx }) => listPeople(ctx)),
  disable: about.mutation(({ ctx, input }) => disablePerson(ctx, input)),
  enable: about.mutation(({ ctx, input }) => enablePerson(ctx, input)),
  giveAdministration: about.mutation(({ ctx, input }) => giveAdministration(ctx, input)),
  takeAdministration: about.mutation(({ ctx, input }) => takeAdministration(ctx, input)),
  endSessions: about.mutation(({ ctx, input }) => endPersonSessions(ctx, input)),
  createResetLink: about.mutation(({ ctx, input }) => createResetLink(ctx, input)),
  // For whoever holds such a link.
  openReset: publicProcedure.input(ResetToken).query(({ ctx, input }) => openReset(ctx, input)),
  resetPassword: publicProcedure
    .input(ResetPassword)
    .mutation(({ ctx, input }) => resetPassword(ctx, input)),
});
