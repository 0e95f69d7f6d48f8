import { z } from "zod";
import { type PiiType, piiTypes } from "@/server/pii/entities";

const id = z.uuid();
const day = 24 * 3600;

/** The last part of an endpoint's address; it names the endpoint everywhere, and never changes. */
const EndpointSlug = z.string().min(1).max(64);

const name = z
  .string()
  .trim()
  .min(1, "Give the endpoint a name.")
  .max(80, "At most 80 characters.");
const description = z.string().trim().max(500, "At most 500 characters.");

/** The longest access an endpoint can be set to allow, as people choose it. */
export const maxAccessChoices = [
  { seconds: 3600, label: "1 hour" },
  { seconds: day, label: "1 day" },
  { seconds: 7 * day, label: "7 days" },
  { seconds: 30 * day, label: "30 days" },
  { seconds: 90 * day, label: "90 days" },
  { seconds: 365 * day, label: "1 year" },
] as const;

const maxAccessSeconds = z
  .number()
  .int()
  .min(3600)
  .max(365 * day);

export const CreateEndpoint = z.object({
  name,
  description: description.default(""),
  serverIds: z.array(id).max(50).default([]),
  /** None is on unless it is named here. */
  toolIds: z.array(id).max(2_000).default([]),
});
export type CreateEndpoint = z.infer<typeof CreateEndpoint>;

export const EndpointRef = z.object({ endpoint: EndpointSlug });
export type EndpointRef = z.infer<typeof EndpointRef>;

export const EndpointDetails = z.object({ name, description, maxAccessSeconds });
export type EndpointDetails = z.infer<typeof EndpointDetails>;

export const UpdateEndpoint = EndpointRef.extend(EndpointDetails.shape);
export type UpdateEndpoint = z.infer<typeof UpdateEndpoint>;

export const DeleteEndpoint = EndpointRef.extend({ name: z.string().max(200) });
export type DeleteEndpoint = z.infer<typeof DeleteEndpoint>;

export const ToggleEndpoint = EndpointRef.extend({ enabled: z.boolean() });
export type ToggleEndpoint = z.infer<typeof ToggleEndpoint>;

export const ConnectServers = EndpointRef.extend({ serverIds: z.array(id).min(1).max(50) });
export type ConnectServers = z.infer<typeof ConnectServers>;

export const DisconnectServer = EndpointRef.extend({ serverId: id });
export type DisconnectServer = z.infer<typeof DisconnectServer>;

export const SetTools = EndpointRef.extend({
  toolIds: z.array(id).min(1).max(2_000),
  enabled: z.boolean(),
});
export type SetTools = z.infer<typeof SetTools>;

/** What a filter can find, in the order of every list of them. */
export const filterTypes = piiTypes;
export type FilterType = PiiType;

const types = z
  .array(z.enum(piiTypes))
  .max(piiTypes.length)
  .transform((chosen) => piiTypes.filter((type) => chosen.includes(type)));

/** The types stay as they were chosen while a filter is off. */
const FilterSide = z
  .strictObject({ enabled: z.boolean(), types })
  .refine((side) => !side.enabled || side.types.length > 0, {
    path: ["types"],
    message: "Choose at least one type, or turn the filter off.",
  });
export type FilterSide = z.output<typeof FilterSide>;

export const EndpointFilters = z.object({ request: FilterSide, response: FilterSide });
export type EndpointFilters = z.output<typeof EndpointFilters>;

export const SetFilters = EndpointRef.extend(EndpointFilters.shape);
export type SetFilters = z.output<typeof SetFilters>;

export const TryFilter = EndpointRef.extend({
  text: z.string().max(20_000, "At most 20,000 characters."),
  types,
});
export type TryFilter = z.output<typeof TryFilter>;

export const PreviewTools = z.object({ serverIds: z.array(id).max(50) });
export type PreviewTools = z.infer<typeof PreviewTools>;
