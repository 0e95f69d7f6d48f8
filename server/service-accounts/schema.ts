import { z } from "zod";

const line = /^\P{Cc}*$/u;

const name = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "At most 60 characters.")
  .regex(line, "Leave out line breaks and control characters.");

const description = z.string().trim().max(300, "At most 300 characters.").default("");

/** Keys of built-in roles, or ids of roles of the project. */
const roleKeys = z
  .array(z.string().min(1).max(64))
  .min(1, "Choose a role.")
  .max(20, "At most 20 roles.")
  .refine((keys) => new Set(keys).size === keys.length, "Choose each role once.");

export const CreateServiceAccount = z.object({ name, description, roleKeys });
export type CreateServiceAccount = z.output<typeof CreateServiceAccount>;

export const ServiceAccountRef = z.object({ account: z.uuid() });
export type ServiceAccountRef = z.output<typeof ServiceAccountRef>;

export const UpdateServiceAccount = ServiceAccountRef.extend(CreateServiceAccount.shape);
export type UpdateServiceAccount = z.output<typeof UpdateServiceAccount>;

export const ToggleServiceAccount = ServiceAccountRef.extend({ enabled: z.boolean() });
export type ToggleServiceAccount = z.output<typeof ToggleServiceAccount>;

/** Days: nobody is there to sign in again, so a token lives long, and ends all the same. */
export const longestTokenDays = 365;

export const CreateServiceToken = ServiceAccountRef.extend({
  name,
  days: z
    .int("Enter whole days.")
    .min(1, "At least one day.")
    .max(longestTokenDays, `At most ${longestTokenDays} days.`),
});
export type CreateServiceToken = z.output<typeof CreateServiceToken>;

export const ServiceTokenRef = z.object({ serviceToken: z.uuid() });
export type ServiceTokenRef = z.output<typeof ServiceTokenRef>;
