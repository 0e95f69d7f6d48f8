import { z } from "zod";

export const AllowEgress = z.object({
  /** "10.0.0.5:8443". */
  hostPort: z
    .string()
    .trim()
    .min(3, "Enter a host and a port, for instance 10.0.0.5:8443.")
    .max(260),
});
export type AllowEgress = z.infer<typeof AllowEgress>;

export const EgressId = z.object({ id: z.uuid() });
export type EgressId = z.infer<typeof EgressId>;
