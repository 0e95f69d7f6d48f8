import { usePermissions } from "@/components/projects/use-permissions";
import { Section } from "@/components/ui/section";
import { CallAccessNow } from "./call-access-now";
import type { CallDetail } from "./call-json";
import { decisionSentence } from "./decision-words";

export function CallDecision({ call }: { call: CallDetail }) {
  const { can } = usePermissions();
  const { userId, endpointSlug } = call;
  const explained = can("role.read") && can("member.read") && userId !== null;
  return (
    <Section title="Decision">
      <p className="text-pretty text-sm">{decisionSentence(call)}</p>
      {call.decisionReason === "not_permitted" && call.errorMessage ? (
        <p className="text-pretty border-l-2 pl-3 text-muted-foreground text-sm">
          {call.errorMessage}
        </p>
      ) : null}
      {explained && endpointSlug ? <CallAccessNow endpoint={endpointSlug} person={userId} /> : null}
    </Section>
  );
}
