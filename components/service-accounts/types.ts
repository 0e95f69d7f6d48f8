import type { Outputs } from "@/components/trpc/outputs";

export type AccountSummary = Outputs["serviceAccounts"]["list"][number];
export type ServiceAccount = Outputs["serviceAccounts"]["get"];
export type ServiceToken = ServiceAccount["tokens"][number];
