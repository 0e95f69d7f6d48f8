import { z } from "zod";
import { Email } from "@/server/core/email";

/** Whom one link is for; several at once, each gets a link of their own. */
const maxEmails = 20;

export const GivenRole = z.object({
  /** Key of a built-in role, or the id of one of the project. */
  role: z.string().min(1).max(64),
  /** Null: until somebody takes it away. */
  until: z.date().max(new Date("2200-01-01T00:00:00Z"), "Choose an earlier day.").nullable(),
});
export type GivenRole = z.infer<typeof GivenRole>;

const roles = z
  .array(GivenRole)
  .min(1, "Choose a role.")
  .max(20, "At most 20 roles.")
  .refine((given) => new Set(given.map(({ role }) => role)).size === given.length, {
    message: "Choose each role once.",
  });

/** By the id of the person. */
export const MemberRef = z.object({ member: z.uuid() });
export type MemberRef = z.infer<typeof MemberRef>;

export const ChangeRoles = MemberRef.extend({ roles });
export type ChangeRoles = z.infer<typeof ChangeRoles>;

export const LeaveProject = z.strictObject({ slug: z.string().min(1).max(64) });
export type LeaveProject = z.infer<typeof LeaveProject>;

export const InviteMembers = z.object({
  emails: z
    .array(Email)
    .min(1, "Enter an e-mail address.")
    .max(maxEmails, `At most ${maxEmails} people at once.`),
  roles,
});
export type InviteMembers = z.infer<typeof InviteMembers>;

export const InvitationRef = z.object({ invitation: z.uuid() });
export type InvitationRef = z.infer<typeof InvitationRef>;

export const InvitationToken = z.strictObject({ token: z.string().min(1).max(128) });
export type InvitationToken = z.infer<typeof InvitationToken>;

/** Somebody of the installation. */
export const PersonRef = z.strictObject({ person: z.uuid() });
export type PersonRef = z.infer<typeof PersonRef>;
