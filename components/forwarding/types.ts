import type { Outputs } from "@/components/trpc/outputs";

export type Destination = Outputs["forwarding"]["get"];
