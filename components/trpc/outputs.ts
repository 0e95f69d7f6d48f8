import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/trpc/router";

/** What each procedure answers: `Outputs["endpoints"]["get"]`. */
export type Outputs = inferRouterOutputs<AppRouter>;
