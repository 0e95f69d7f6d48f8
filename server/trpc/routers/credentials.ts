import { enterRegistration } from "@/server/credentials/enter-registration";
import { changeImpact } from "@/server/credentials/impact";
import { removeCredential, replaceCredential } from "@/server/credentials/mutations";
import { CredentialOf, EnterClient, EnterCredential } from "@/server/credentials/schema";
import { projectProcedure, router } from "@/server/trpc/init";

const edit = projectProcedure("server.edit");

export const credentialsRouter = router({
  impact: edit.input(CredentialOf).query(({ ctx, input }) => changeImpact(ctx, input)),
  replace: edit.input(EnterCredential).mutation(({ ctx, input }) => replaceCredential(ctx, input)),
  enterClient: edit.input(EnterClient).mutation(({ ctx, input }) => enterRegistration(ctx, input)),
  remove: edit.input(CredentialOf).mutation(({ ctx, input }) => removeCredential(ctx, input)),
});
