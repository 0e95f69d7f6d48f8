import type { Outputs } from "@/components/trpc/outputs";

/** An account of one's own at a server, as far as it may be shown. */
export type Account = Outputs["connections"]["list"][number];

/** What a sign-in at a service came to. */
export type AttemptNotice = {
  outcome: "connected" | "declined" | "refused" | "failed";
  reason: string | null;
  /** Name of the server. */
  server: string;
};
