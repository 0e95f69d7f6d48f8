import {
  createAccount,
  deleteAccount,
  toggleAccount,
  updateAccount,
} from "@/server/service-accounts/mutations";
import { getAccount, listAccounts, listGivableRoles } from "@/server/service-accounts/queries";
import {
  CreateServiceAccount,
  CreateServiceToken,
  ServiceAccountRef,
  ServiceTokenRef,
  ToggleServiceAccount,
  UpdateServiceAccount,
} from "@/server/service-accounts/schema";
import { createToken, revokeToken } from "@/server/service-accounts/tokens";
import { projectProcedure, router } from "@/server/trpc/init";

const edit = projectProcedure("serviceAccount.edit");

export const serviceAccountsRouter = router({
  list: edit.query(({ ctx }) => listAccounts(ctx)),
  get: edit.input(ServiceAccountRef).query(({ ctx, input }) => getAccount(ctx, input)),
  roleChoices: edit.query(({ ctx }) => listGivableRoles(ctx)),
  create: edit.input(CreateServiceAccount).mutation(({ ctx, input }) => createAccount(ctx, input)),
  update: edit.input(UpdateServiceAccount).mutation(({ ctx, input }) => updateAccount(ctx, input)),
  toggle: edit.input(ToggleServiceAccount).mutation(({ ctx, input }) => toggleAccount(ctx, input)),
  delete: edit.input(ServiceAccountRef).mutation(({ ctx, input }) => deleteAccount(ctx, input)),
  createToken: edit.input(CreateServiceToken).mutation(({ ctx, input }) => createToken(ctx, input)),
  revokeToken: edit.input(ServiceTokenRef).mutation(({ ctx, input }) => revokeToken(ctx, input)),
});
