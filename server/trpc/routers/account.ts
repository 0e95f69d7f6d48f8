import {
  changePassword,
  getAccount,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  updateProfile,
} from "@/server/auth/account";
import { ChangePassword, RevokeSession, UpdateProfile } from "@/server/auth/schema";
import { sessionCookie } from "@/server/auth/session-cookie";
import { personProcedure, router } from "@/server/trpc/init";

export const accountRouter = router({
  get: personProcedure.query(({ ctx }) => getAccount(ctx)),
  update: personProcedure
    .input(UpdateProfile)
    .mutation(({ ctx, input }) => updateProfile(ctx, input)),
  sessions: personProcedure.query(({ ctx }) => listSessions(ctx)),
  revokeSession: personProcedure
    .input(RevokeSession)
    .mutation(({ ctx, input }) => revokeSession(ctx, input)),
  revokeOtherSessions: personProcedure.mutation(({ ctx }) => revokeOtherSessions(ctx)),
  changePassword: personProcedure.input(ChangePassword).mutation(async ({ ctx, input }) => {
    const token = await changePassword(ctx, input);
    ctx.setCookie?.(await sessionCookie(token));
  }),
});
