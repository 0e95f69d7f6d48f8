import { removeCredential, replaceCredential } from "@/server/credentials/mutations";
import { CredentialOf, ReplaceCredential } from "@/server/credentials/schema";
import { projectProcedure, router } from "@/server/trpc/init";

const edit = projectProcedure("server.edit");

export const credentialsRouter = router({
  replace: edit
    .input(ReplaceCredential)
    .mutation(({ ctx, input }) => replaceCredential(ctx, input)),
  remove: edit.input(CredentialOf).mutation(({ ctx, input }) => removeCredential(ctx, input)),
});
