import { changeRoles } from "@/server/members/change-roles";
import { listMembers } from "@/server/members/list";
import { leaveProject, removeMember } from "@/server/members/remove";
import { listRoleChoices } from "@/server/members/role-choices";
import { ChangeRoles, LeaveProject, MemberRef } from "@/server/members/schema";
import { personProcedure, projectProcedure, router } from "@/server/trpc/init";

const edit = projectProcedure("member.edit");

export const membersRouter = router({
  list: projectProcedure("member.read").query(({ ctx }) => listMembers(ctx)),
  roleChoices: edit.query(({ ctx }) => listRoleChoices(ctx)),
  changeRoles: edit.input(ChangeRoles).mutation(({ ctx, input }) => changeRoles(ctx, input)),
  remove: edit.input(MemberRef).mutation(({ ctx, input }) => removeMember(ctx, input)),
  leave: personProcedure.input(LeaveProject).mutation(({ ctx, input }) => leaveProject(ctx, input)),
});
