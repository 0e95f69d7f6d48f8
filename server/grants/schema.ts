import { z } from "zod";

export const GrantId = z.object({ id: z.uuid() });
export type GrantId = z.infer<typeof GrantId>;
