import { z } from "zod";
import { Email } from "@/server/core/email";
import { ProjectName } from "@/server/projects/schema";

// Length is what makes a password strong (NIST SP 800-63B §3.1.1); the upper bound keeps hashing cheap.
const NewPassword = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(256, "At most 256 characters.");

const PersonName = z.string().trim().min(1, "Enter your name.").max(80, "At most 80 characters.");

export const SignIn = z.object({
  email: z.string().trim().toLowerCase().min(1, "Enter your e-mail address.").max(254),
  password: z.string().min(1, "Enter your password.").max(1024),
});
export type SignIn = z.infer<typeof SignIn>;

export const SetupToken = z.strictObject({ token: z.string().max(128) });
export type SetupToken = z.infer<typeof SetupToken>;

export const CompleteSetup = z.strictObject({
  token: z.string().min(1).max(128),
  name: PersonName,
  email: Email,
  password: NewPassword,
  projectName: ProjectName,
});
export type CompleteSetup = z.infer<typeof CompleteSetup>;

/** Somebody new, by an invitation; the address is the invitation's. */
export const JoinAsNew = z.strictObject({
  token: z.string().min(1).max(128),
  name: PersonName,
  password: NewPassword,
});
export type JoinAsNew = z.infer<typeof JoinAsNew>;

/** A new password, by a link that an administrator made. */
export const ResetPassword = z.strictObject({
  token: z.string().min(1).max(128),
  password: NewPassword,
});
export type ResetPassword = z.infer<typeof ResetPassword>;

export const ResetToken = z.strictObject({ token: z.string().max(128) });
export type ResetToken = z.infer<typeof ResetToken>;

export const UpdateProfile = z.strictObject({
  name: PersonName,
  /** An IANA name; null follows the browser. */
  timeZone: z.string().max(64).refine(isTimeZone, "There is no such time zone.").nullable(),
});
export type UpdateProfile = z.infer<typeof UpdateProfile>;

export const ChangePassword = z.strictObject({
  current: z.string().min(1, "Enter your current password.").max(1024),
  next: NewPassword,
});
export type ChangePassword = z.infer<typeof ChangePassword>;

export const RevokeSession = z.strictObject({ id: z.uuid() });
export type RevokeSession = z.infer<typeof RevokeSession>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
