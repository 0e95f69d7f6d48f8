import { usePermissions } from "@/components/projects/use-permissions";
import { Section } from "@/components/ui/section";
import { CallAccessNow } from "./call-access-now";
import type { CallDetail } from "./call-json";

const reasons: Record<string, string> = {
  unknown_tool: "the endpoint exposes no tool of this name",
  invalid_params: "the call was not well-formed",
  filter_failed: "the endpoint's filter could not read it, and nothing passes unread",
  not_permitted: "no rule of the person's roles reached the endpoint",
  endpoint_off: "the endpoint was switched off",
  unauthenticated: "it came without a token that is valid for this address",
  rate_limited: "too many came at once",
};

export function CallDecision({ call }: { call: CallDetail }) {
  const { can } = usePermissions();
  const { userId, endpointSlug } = call;
  const explained = can("role.read") && can("member.read") && userId !== null;
  return (
    <Section title="Decision">
      <p className="text-pretty text-sm">{sentence(call)}</p>
      {call.decisionReason === "not_permitted" && call.errorMessage ? (
        <p className="text-pretty border-l-2 pl-3 text-muted-foreground text-sm">
          {call.errorMessage}
        </p>
      ) : null}
      {explained && endpointSlug ? <CallAccessNow endpoint={endpointSlug} person={userId} /> : null}
    </Section>
  );
}

function sentence({ decision, decisionReason, userName, endpointName }: CallDetail): string {
  const who = userName ?? "The person";
  if (decision === "denied") {
    const why = decisionReason ? (reasons[decisionReason] ?? decisionReason) : "no rule allows it";
    return `Denied before it reached the server: ${why}.`;
  }
  return `Allowed: ${who} could connect to ${endpointName}, and the tool was turned on there.`;
}
