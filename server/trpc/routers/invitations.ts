import { joinAsNew } from "@/server/auth/join";
import { JoinAsNew } from "@/server/auth/schema";
import { acceptInvitation } from "@/server/members/accept";
import { inviteMembers, renewInvitation, revokeInvitation } from "@/server/members/invite";
import { listInvitations } from "@/server/members/list-invitations";
import { openInvitation } from "@/server/members/open-invitation";
import { InvitationRef, InvitationToken, InviteMembers } from "@/server/members/schema";
import { personProcedure, projectProcedure, publicProcedure, router } from "@/server/trpc/init";

const edit = projectProcedure("member.edit");

export const invitationsRouter = router({
  list: projectProcedure("member.read").query(({ ctx }) => listInvitations(ctx)),
  create: edit.input(InviteMembers).mutation(({ ctx, input }) => inviteMembers(ctx, input)),
  renew: edit.input(InvitationRef).mutation(({ ctx, input }) => renewInvitation(ctx, input)),
  revoke: edit.input(InvitationRef).mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
  // For whoever holds a link.
  open: publicProcedure
    .input(InvitationToken)
    .query(({ ctx, input }) => openInvitation(ctx, input)),
  join: publicProcedure.input(JoinAsNew).mutation(({ ctx, input }) => joinAsNew(ctx, input)),
  accept: personProcedure
    .input(InvitationToken)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
