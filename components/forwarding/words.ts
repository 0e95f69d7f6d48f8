import type { DestinationKind, ForwardedOutcomes } from "@/server/forwarding/schema";

export const kindWords: Record<DestinationKind, string> = {
  otlp: "OpenTelemetry",
  webhook: "Webhook",
};

export const outcomeWords: Record<ForwardedOutcomes, string> = {
  all: "All calls",
  not_ok: "Calls that did not go well",
};
