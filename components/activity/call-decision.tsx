import { Section } from "@/components/ui/section";
import type { CallDetail } from "./call-json";

const reasons: Record<string, string> = {
  unknown_tool: "the endpoint exposes no tool of this name",
  invalid_params: "the call was not well-formed",
  filter_failed: "the endpoint's filter could not read it, and nothing passes unread",
};

export function CallDecision({ call }: { call: CallDetail }) {
  return (
    <Section title="Decision">
      <p className="text-pretty text-sm">{sentence(call)}</p>
    </Section>
  );
}

function sentence({ decision, decisionReason, userName, endpointName }: CallDetail): string {
  const who = userName ?? "The person";
  if (decision === "denied") {
    const why = decisionReason ? (reasons[decisionReason] ?? decisionReason) : "no rule allows it";
    return `Denied before it reached the server: ${why}.`;
  }
  return `Allowed: ${who} may connect to ${endpointName}, and the tool was turned on there.`;
}
