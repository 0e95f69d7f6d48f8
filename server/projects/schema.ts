import { z } from "zod";
import { accessDurations } from "@/server/core/duration";

export const ProjectName = z
  .string()
  .trim()
  .min(1, "Give the project a name.")
  .max(60, "At most 60 characters.");

/** Seconds an AI client may be allowed by default: an hour to a year. */
const DefaultAccessSeconds = z.number().int().min(3_600).max(31_536_000);

/** What the settings page offers. */
export const defaultAccessChoices = accessDurations.map(({ seconds, label }) => ({
  value: String(seconds),
  label,
}));

export const CreateProject = z.strictObject({ name: ProjectName });
export type CreateProject = z.infer<typeof CreateProject>;

export const UpdateProject = z.object({
  name: ProjectName,
  defaultAccessSeconds: DefaultAccessSeconds,
});
export type UpdateProject = z.infer<typeof UpdateProject>;

/** The name as typed, so that nobody deletes a project by a stray click. */
export const DeleteProject = z.object({ confirm: z.string().max(200) });
export type DeleteProject = z.infer<typeof DeleteProject>;

export const AddAdministrator = z.strictObject({ person: z.uuid(), projectId: z.uuid() });
export type AddAdministrator = z.infer<typeof AddAdministrator>;
