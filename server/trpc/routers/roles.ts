import { listPeople } from "@/server/roles/choices";
import { explainEndpoint, explainPerson, previewRole, tryRules } from "@/server/roles/explain";
import { cloneRole, createRole, deleteRole, updateRole } from "@/server/roles/mutations";
import { getCatalogue, getRole, listRoles } from "@/server/roles/queries";
import { explainRenaming } from "@/server/roles/renaming";
import {
  CloneRole,
  CreateRole,
  ExplainEndpoint,
  ExplainPerson,
  ExplainRenaming,
  PreviewRole,
  RoleRef,
  TryName,
  TryRules,
  UpdateRole,
} from "@/server/roles/schema";
import { tryName } from "@/server/roles/try-name";
import { projectProcedure, router } from "@/server/trpc/init";

const read = projectProcedure("role.read");
const edit = projectProcedure("role.edit");

export const rolesRouter = router({
  list: read.query(({ ctx }) => listRoles(ctx)),
  get: read.input(RoleRef).query(({ ctx, input }) => getRole(ctx, input)),
  catalogue: read.query(({ ctx }) => getCatalogue(ctx)),
  create: edit.input(CreateRole).mutation(({ ctx, input }) => createRole(ctx, input)),
  update: edit.input(UpdateRole).mutation(({ ctx, input }) => updateRole(ctx, input)),
  clone: edit.input(CloneRole).mutation(({ ctx, input }) => cloneRole(ctx, input)),
  delete: edit.input(RoleRef).mutation(({ ctx, input }) => deleteRole(ctx, input)),
  preview: read.input(PreviewRole).query(({ ctx, input }) => previewRole(ctx, input)),
  // These two change nothing; mutations, because rules can be longer than an address may be.
  tryRules: edit.input(TryRules).mutation(({ ctx, input }) => tryRules(ctx, input)),
  tryName: edit.input(TryName).mutation(({ ctx, input }) => tryName(ctx, input)),
  explainEndpoint: read
    .input(ExplainEndpoint)
    .query(({ ctx, input }) => explainEndpoint(ctx, input)),
  explainRenaming: read
    .input(ExplainRenaming)
    .query(({ ctx, input }) => explainRenaming(ctx, input)),
  people: projectProcedure("member.read").query(({ ctx }) => listPeople(ctx)),
  explainPerson: read.input(ExplainPerson).query(({ ctx, input }) => explainPerson(ctx, input)),
});
