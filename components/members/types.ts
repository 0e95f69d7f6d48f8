import type { Outputs } from "@/components/trpc/outputs";

export type Member = Outputs["members"]["list"][number];
export type RoleChoice = Outputs["members"]["roleChoices"][number];
export type Invitation = Outputs["invitations"]["list"][number];
export type InvitationLink = Outputs["invitations"]["renew"];
