import { listMyCalls } from "@/server/activity/mine";
import { listAccounts } from "@/server/credentials/accounts";
import { readAttempt } from "@/server/credentials/attempts";
import { beginConnection } from "@/server/credentials/begin";
import { disconnect } from "@/server/credentials/disconnect";
import { enterCredential } from "@/server/credentials/enter";
import { listPeople } from "@/server/credentials/people";
import {
  AttemptId,
  BeginConnection,
  CredentialOf,
  EnterCredential,
} from "@/server/credentials/schema";
import { personProcedure, projectProcedure, router } from "@/server/trpc/init";

export const connectionsRouter = router({
  list: personProcedure.query(({ ctx }) => listAccounts(ctx.userId, ctx.now)),
  calls: personProcedure.query(({ ctx }) => listMyCalls(ctx)),
  begin: personProcedure
    .input(BeginConnection)
    .mutation(({ ctx, input }) =>
      beginConnection({ ...ctx, sessionId: ctx.person.sessionId }, input),
    ),
  attempt: personProcedure
    .input(AttemptId)
    .query(({ ctx, input }) => readAttempt(ctx.userId, input.id)),
  enter: personProcedure
    .input(EnterCredential)
    .mutation(({ ctx, input }) => enterCredential(ctx, input)),
  disconnect: personProcedure
    .input(CredentialOf)
    .mutation(({ ctx, input }) => disconnect(ctx, input)),
  people: projectProcedure("server.edit")
    .input(CredentialOf)
    .query(({ ctx, input }) => listPeople(ctx, input)),
});
