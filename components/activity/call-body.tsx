import { Time } from "@/components/data/time";
import { Banner } from "@/components/ui/banner";
import { CallDecision } from "./call-decision";
import type { CallDetail } from "./call-json";
import { CallPayloads } from "./call-payloads";
import { CallTiming } from "./call-timing";
import { CallWho } from "./call-who";
import { OutcomeBadge } from "./outcome-badge";
import { suggestionFor } from "./suggestion";

export function CallBody({ call }: { call: CallDetail }) {
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <OutcomeBadge outcome={call.outcome} pill />
        <Time value={call.startedAt} absolute className="text-muted-foreground" />
      </div>
      {call.errorMessage ? (
        <Banner tone={call.outcome === "tool_error" ? "warning" : "danger"} title={titleOf(call)}>
          {suggestionFor(call.errorCode)}
        </Banner>
      ) : null}
      <CallWho call={call} />
      <CallDecision call={call} />
      <CallTiming call={call} />
      <CallPayloads call={call} />
    </div>
  );
}

// Which rules fell short is told below, under the decision.
function titleOf({ errorCode, errorMessage, userName }: CallDetail): string | null {
  if (errorCode !== "not_permitted") return errorMessage;
  return `The roles of ${userName ?? "the person"} did not allow this endpoint`;
}
